import { spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { DoctorListing } from '../../src/cli/doctor-listing.ts';
import type { Line } from '../../src/doctor/line.ts';
import { copyCheckout } from '../rig/checkout.ts';
import { Terminal } from '../rig/pty.ts';
import { rig } from '../rig/rig.ts';
import { PROGRAM, runTackle, TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';

/*
 * A fault is planted, `tackle doctor` finds it, the very command that it prints is typed into a shell, and then nothing is
 * wrong any more.
 */

const IS_ROOT = process.getuid?.() === 0;

let path: string;
const at = (...names: readonly string[]) => join(path, ...names);

beforeEach(() => {
  const place = scratch('mended');
  onTestFinished(() => place[Symbol.dispose]());
  ({ path } = place);
  mkdirSync(at('project'));
  mkdirSync(at('run'), { mode: 0o700 });
  mkdirSync(at('bin'));
  // Whoever is root needs none; the machines of CI have none.
  writeFileSync(at('bin/sudo'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  config();
});

function config(more = '', commands = 'cat'): void {
  const kit = `image: '${rig().kit.tag}', network: none, commands: [${commands}]`;
  writeFileSync(at('project/tackle.yaml'), `toolboxes:\n  kit: {${kit}}\n${more}`);
}

const env = (more: NodeJS.ProcessEnv = {}): Record<string, string> => {
  const ours: NodeJS.ProcessEnv = {
    ...tackleEnv(),
    PATH: `${dirname(TACKLE)}:${at('bin')}:${tackleEnv()['PATH']}`,
    XDG_CACHE_HOME: at('cache'),
    XDG_DATA_HOME: at('data'),
    XDG_RUNTIME_DIR: at('run'),
    ...more,
  };
  return ours as Record<string, string>;
};

async function tackle(...args: readonly string[]): Promise<void> {
  const { status } = await runTackle(args, { cwd: at('project'), env: env() });
  expect(status).toBe(0);
}

function git(...args: readonly string[]): void {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  spawnSync('git', [...who, ...args], { cwd: at('project'), stdio: 'ignore' });
}

/** Where a fault shows. */
interface Planted {
  readonly subject: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Whose machine it is. */
  readonly through?: readonly string[];
  readonly program?: string;
}

/** What is not as it should be there. */
async function findings(planted: Planted): Promise<readonly Line[]> {
  const { cwd = at('project'), through = [], program } = planted;
  const options = { cwd, through, env: env(planted.env), ...(program && { program }) };
  return wrong(planted, (await runTackle(['doctor', '--json'], options)).stdout.toString());
}

function wrong({ subject }: Planted, text: string): readonly Line[] {
  const { lines } = JSON.parse(text) as DoctorListing;
  return lines.filter((line) => line.subject === subject && line.state !== 'ok');
}

/** The command that is printed first. */
function commandOf({ mend = '' }: Line): string {
  const [, command = ''] = /`([^`]+)`/.exec(mend) ?? [];
  return command;
}

/** Types the command into a shell, says yes when asked, and looks again from there. */
async function afterwards(command: string, planted: Planted): Promise<readonly Line[]> {
  const script = 'eval "$1" && touch "$2" && tackle doctor --json > "$2"; echo that is over';
  const words = ['-c', script, 'bash', command, at('after')];
  const { cwd = at('project') } = planted;
  await using terminal = new Terminal('bash', words, {
    cwd,
    env: env(planted.env),
    patience: 120_000,
  });
  const [said] = await terminal.expect(/\(y\/N\)|that is over/);
  if (said === '(y/N)') {
    terminal.send('y');
    await terminal.expect('that is over');
  }
  return wrong(planted, readFileSync(at('after'), 'utf8'));
}

async function mends(planted: Planted, command: RegExp): Promise<void> {
  const [line] = await findings(planted);
  expect(line?.state).toMatch(/fault|warning/);
  const printed = commandOf(line!);
  expect(printed).toMatch(command);
  expect(await afterwards(printed, planted)).toEqual([]);
}

describe('of the project', () => {
  test('no lock', async () => {
    await mends({ subject: 'lock' }, /^tackle lock$/);
  });

  test('a lock that lacks a toolbox', async () => {
    await tackle('lock');
    config(`  two: {image: '${rig().kit.tag}', network: none, commands: [head]}\n`);
    await mends({ subject: 'lock' }, /^tackle lock$/);
  });

  test('a lock that somebody has written to', async () => {
    await tackle('lock');
    git('init');
    git('add', '.');
    git('commit', '-m', 'Begin');
    writeFileSync(at('project/tackle.lock'), '{"lock": 1, "toolboxes": 7}\n');
    await mends({ subject: 'lock' }, /^git checkout tackle\.lock$/);
  });

  test('no trust', async () => {
    const planted = { subject: 'trust', env: { TACKLE_TRUST: '' } };
    await mends(planted, /^tackle trust$/);
  });

  test('a config that was trusted as it was before', async () => {
    const planted = { subject: 'trust', env: { TACKLE_TRUST: '' } };
    await tackle('trust', '--yes');
    expect(await findings(planted)).toEqual([]);
    config('share: [ssh-agent]\n');
    await mends(planted, /^tackle trust$/);
  });
});

describe('of the engines', () => {
  test('an address where there is none', async () => {
    const planted = { DOCKER_HOST: 'unix:///nowhere.sock', TACKLE_ENGINE: 'docker' };
    await mends({ subject: 'docker', env: planted }, /^unset DOCKER_HOST$/);
  });
});

describe('of the shims', () => {
  beforeEach(() => tackle('shims', 'install', 'cat'));

  test('not on PATH', async () => {
    await mends({ subject: 'shims' }, /^PATH=\S+\/shims:\$PATH$/);
  });

  test('behind others', async () => {
    const PATH = `${env()['PATH']}:${at('data/tackle/shims')}`;
    await mends({ subject: 'shims', env: { PATH } }, /^PATH=\S+\/shims:\$PATH$/);
  });

  test('of an installation that is gone', async () => {
    const lead = at('data/tackle/shims/.tackle/node');
    unlinkSync(lead);
    symlinkSync('/nowhere/node', lead);
    const PATH = `${at('data/tackle/shims')}:${env()['PATH']}`;
    await mends({ subject: 'shims', env: { PATH } }, /^tackle shims install --dir \S+ cat$/);
  });
});

describe('of the directories', () => {
  test('that of sockets, open to others', async () => {
    mkdirSync(at('run/tackle'), { mode: 0o755 });
    await mends({ subject: 'directory' }, /^chmod 700 \S+\/run\/tackle$/);
  });

  test('a file in its place', async () => {
    writeFileSync(at('run/tackle'), '');
    await mends({ subject: 'directory' }, /^rm \S+\/run\/tackle$/);
  });

  test('a link to nowhere in the place of the cache', async () => {
    symlinkSync('/nowhere/cache', at('cache'));
    await mends({ subject: 'directory' }, /^rm \S+\/cache$/);
  });

  test.runIf(IS_ROOT)('that of sockets, of somebody else', async () => {
    mkdirSync(at('run/tackle'), { mode: 0o700 });
    chownSync(at('run/tackle'), 4711, 4711);
    await mends({ subject: 'directory' }, /^sudo rm -r \S+\/run\/tackle$/);
  });

  // The command needs root, so root types it; whose directory it becomes, `USER` says.
  test.runIf(IS_ROOT).each([
    ['that of the data, of root', ['data/tackle'], /^sudo chown -R "\$USER" \S+\/data\/tackle$/],
    ['that of the data, in one of root’s', [], /^sudo install -d -o "\$USER" \S+\/data\/tackle$/],
  ])('%s', async (_, made, command) => {
    const user = ordinaryUser();
    for (const name of ['cache', 'run']) {
      mkdirSync(at(name), { recursive: true });
      chownSync(at(name), user.uid, user.gid);
    }
    for (const name of made) mkdirSync(at(name), { recursive: true });
    const planted = { subject: 'directory', env: { USER: user.name }, through: asUser(user) };
    const [line] = await findings(planted);
    expect(commandOf(line!)).toMatch(command);
    const typed = spawnSync('bash', ['-c', commandOf(line!)], { env: env(planted.env) });
    expect(typed.status).toBe(0);
    expect(await findings(planted)).toEqual([]);
  });
});

test('of the installation: programs that are not there', { timeout: 300_000 }, async () => {
  const checkout = copyCheckout(path);
  cpSync(join(PROGRAM, 'dist'), join(checkout, 'dist'), { recursive: true });
  rmSync(join(checkout, 'dist/native'), { recursive: true });
  const program = join(checkout, 'bin/tackle');
  const PATH = `${dirname(program)}:${env()['PATH']}`;
  const planted = { subject: 'tackle', cwd: checkout, program, env: { PATH } };
  expect(await findings(planted)).toHaveLength(2);
  await mends(planted, /^npm run build$/);
});

test.runIf(IS_ROOT)('of the disk: little room, where images lie', () => {
  const small = at('data');
  mkdirSync(small);
  // The mount is this shell's alone; in it everything is done, and the command taken from what doctor has printed.
  const script = `mount -t tmpfs -o size=2150m small "$1" && tackle -q cat /dev/null || exit
    tackle -q doctor --json > "$2/before"
    eval "$(node -p 'const {lines} = JSON.parse(fs.readFileSync(process.argv[1]));
      lines.find((line) => line.subject === "disk" && line.state === "warning").mend.split("\`")[1]' "$2/before")"
    tackle -q doctor --json > "$2/after"`;
  const words = ['--mount', 'bash', '-c', script, 'bash', small, path];
  const done = spawnSync('unshare', words, {
    cwd: at('project'),
    env: env({ TACKLE_ENGINE: 'embedded', DOCKER_HOST: 'unix:///nowhere.sock' }),
  });
  expect(done.stderr.toString()).toBe('');
  const isThere = ({ says }: Line) => says.includes(`\`${small}/`);
  const [before, after] = ['before', 'after'].map((name) =>
    wrong({ subject: 'disk' }, readFileSync(at(name), 'utf8')).filter(isThere),
  );
  expect(before?.map(commandOf)).toEqual(['tackle prune --all']);
  expect(after).toEqual([]);
});
