import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rig } from '../rig/rig.ts';
import type { TackleOptions } from '../rig/run-tackle.ts';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

const GOLDEN = join(import.meta.dirname, '../golden/messages/bad-input');
const IS_ROOT = userInfo().uid === 0;

/** What somebody has in front of them who did something wrong. */
interface Case {
  readonly config?: string;
  readonly argv: readonly string[];
  readonly status: 125 | 126 | 127;
  readonly env?: (project: string) => NonNullable<TackleOptions['env']>;
  readonly through?: (project: string) => readonly string[];
  /** What programs said is another thing each time, and left out of the golden file. */
  readonly saysMore?: true;
}

/** Nobody listens there; port 1 itself is refused by `fetch` before it asks. */
const NOWHERE = '127.0.0.1:2';

const commands = (text: string) => `commands:\n  ${text}\n`;
const image = (reference: string) =>
  `toolboxes:\n  kit: {image: '${reference}', commands: [bash]}\n`;
/** Nobody else builds this, so that it is never there already. */
const packages = 'toolboxes:\n  t: {debian: bookworm, packages: [tree], commands: [tree]}\n';

const CASES: Readonly<Record<string, Case>> = {
  'no-config': { argv: ['python3.11', '-V'], status: 127 },
  'broken-yaml': { config: 'commands:\n  a: [\n', argv: ['a'], status: 125 },
  'unknown-command': { config: commands('node: node@24'), argv: ['nod'], status: 127 },
  'unknown-toolbox': { config: commands('py: pyton'), argv: ['py'], status: 125 },
  'unknown-version': { argv: ['x', 'python@9.9'], status: 125 },
  'no-such-image': { config: image('REGISTRY/nothing:1'), argv: ['bash'], status: 125 },
  'no-such-digest': {
    config: image(`REGISTRY/nothing@sha256:${'0'.repeat(64)}`),
    argv: ['bash'],
    status: 125,
  },
  'engine-not-running': {
    config: image(`${NOWHERE}/kit:1`),
    argv: ['bash'],
    status: 125,
    env: (project) => ({ DOCKER_HOST: `unix://${project}/none.sock` }),
  },
  'no-network-to-a-registry': { config: image(`${NOWHERE}/kit:1`), argv: ['bash'], status: 125 },
  'no-network-to-a-mirror': {
    config: packages,
    argv: ['tree'],
    status: 125,
    env: () => ({ TACKLE_DEBIAN_MIRROR: `http://${NOWHERE}/debian` }),
  },
  'project-at-home': {
    config: image('REGISTRY/kit:1'),
    argv: ['bash'],
    status: 125,
    env: (project) => ({ HOME: project }),
  },
};

/** Cases that only root can make happen. */
const CASES_OF_ROOT: Readonly<Record<string, Case>> = {
  'permission-denied': {
    config: image('REGISTRY/kit:1'),
    // Else Tackle's own engine would do it.
    argv: ['--engine', 'docker', 'bash'],
    status: 125,
    env: () => ({ DOCKER_HOST: undefined }),
    through: () => ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'],
  },
  'disk-full': {
    config: packages,
    argv: ['-q', 'tree'],
    status: 125,
    env: (project) => ({ XDG_CACHE_HOME: `${project}/small` }),
    through: (project) => [
      ...['unshare', '--mount', 'sh', '-c'],
      `mount -t tmpfs -o size=30m small ${project}/small && "$@"
       status=$?; find ${project}/small -type f -not -path '*/tackle/logs/*' -not -path '*/tackle/code/*' >&2; exit $status`,
      'sh',
    ],
    saysMore: true,
  },
};

/** What differs from one run to the next has a fixed name in the golden files. */
function scrubbed(text: string, project: string): string {
  return text.replaceAll(project, '/project').replaceAll(rig().registry, 'REGISTRY');
}

async function meet(name: string, bad: Case): Promise<void> {
  const { config, argv, status, env, through, saysMore } = bad;
  using project = scratch('bad-input');
  const { path } = project;
  mkdirSync(join(path, 'small'));
  if (config !== undefined) {
    writeFileSync(join(path, 'tackle.yaml'), config.replaceAll('REGISTRY', rig().registry));
  }
  const outcome = await runTackle(argv, {
    cwd: path,
    ...(env && { env: env(path) }),
    ...(through && { through: through(path) }),
  });
  const said = scrubbed(outcome.stderr.toString(), path);
  const stderr = saysMore ? said.replaceAll(/^ .*\n/gm, '') : said;
  await expect(`${stderr}\nexit status ${outcome.status ?? '-'}\n`).toMatchFileSnapshot(
    join(GOLDEN, `${name}.txt`),
  );
  expect(outcome.stdout.toString()).toBe('');
  expect(outcome.status).toBe(status);
  expect(readdirSync(path).sort()).toEqual(
    config === undefined ? ['small'] : ['small', 'tackle.yaml'],
  );
}

test.each(Object.entries(CASES))('%s', meet);
test.runIf(IS_ROOT).each(Object.entries(CASES_OF_ROOT))('%s', meet);
