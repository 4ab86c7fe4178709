import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rig } from '../rig/rig.ts';
import { runTackle, TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';

/* `tackle env`, and what shells make of it. */

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, ...parts);

beforeEach(() => {
  place = scratch('env');
  for (const directory of ['project/sub', 'other', 'outside', 'host']) {
    mkdirSync(at(directory), { recursive: true });
  }
  commands('project', 'python3', 'cat');
  commands('other', 'sed');
});
afterEach(() => place[Symbol.dispose]());

function commands(project: string, ...names: readonly string[]): void {
  const toolbox = `{image: '${rig().kit.tag}', network: none, commands: [${names.join(', ')}]}`;
  // Renamed: whoever reads it meanwhile is not to find half of it.
  writeFileSync(at(project, 'draft'), `toolboxes:\n  kit: ${toolbox}\n`);
  renameSync(at(project, 'draft'), at(project, 'tackle.yaml'));
}

const env = () => ({
  ...tackleEnv(),
  XDG_DATA_HOME: at('data'),
  PATH: [at('host'), dirname(TACKLE), tackleEnv()['PATH']].join(':'),
});

interface Printed {
  readonly PATH: string;
  readonly commands: readonly string[];
}

async function tackle(args: readonly string[], cwd = 'project', more: NodeJS.ProcessEnv = {}) {
  const ended = await runTackle(args, { cwd: at(cwd), env: { ...env(), ...more } });
  return { status: ended.status, out: ended.stdout.toString(), err: ended.stderr.toString() };
}

async function json(cwd?: string, more?: NodeJS.ProcessEnv): Promise<Printed> {
  const { status, out, err } = await tackle(['env', '--json'], cwd, more);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return JSON.parse(out) as Printed;
}

const directoryIn = ({ PATH }: Printed) => PATH.split(':')[0]!;

/** The commands that a directory has shims for; beside them lies what they go by. */
function shimsIn(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((name) => name !== '.tackle')
    .sort();
}

describe('tackle env', () => {
  test('puts shims of the project in front of PATH, and keeps them to what the config names', async () => {
    const first = await json('project/sub');
    const directory = directoryIn(first);
    expect(first).toEqual({ PATH: `${directory}:${env().PATH}`, commands: ['cat', 'python3'] });
    expect(directory).toMatch(/\/data\/tackle\/projects\/project-[0-9a-f]{12}\/bin$/);
    expect(shimsIn(directory)).toEqual(['cat', 'python3']);
    commands('project', 'cat', 'od');
    expect((await json()).commands).toEqual(['cat', 'od']);
    expect(shimsIn(directory)).toEqual(['cat', 'od']);
  });

  test('is the same directory whichever way the project is reached, and nobody else may write there', async () => {
    symlinkSync(at('project'), at('link'));
    const open = spawnSync('sh', ['-c', `umask 0; '${TACKLE}' env --json`], {
      cwd: at('link'),
      env: { ...env(), PWD: at('link') },
      encoding: 'utf8',
    });
    const directory = directoryIn(JSON.parse(open.stdout) as Printed);
    expect(directory).toBe(directoryIn(await json('project')));
    expect(statSync(directory).mode & 0o022).toBe(0);
    expect(statSync(join(directory, 'cat')).mode & 0o777).toBe(0o755);
  });

  test('makes PATH no longer when it is asked again, and takes another project off', async () => {
    const first = await json('project');
    expect(await json('project', { PATH: first.PATH })).toEqual(first);
    const next = await json('other', { PATH: `/first:${first.PATH}` });
    expect(next.PATH).toBe(`${directoryIn(next)}:/first:${env().PATH}`);
    expect(directoryIn(next)).not.toBe(directoryIn(first));
    expect(shimsIn(directoryIn(first))).toEqual(['cat', 'python3']);
  });

  test.each([
    ['dash', '-c', 'eval "$(tackle env)"; command -v python3; sed=$(command -v sed); echo "$sed"'],
    ['bash', '-c', 'eval "$(tackle env bash)"; command -v python3; command -v sed'],
    ['zsh', '-fc', 'eval "$(tackle env zsh)"; command -v python3; command -v sed'],
    ['fish', '-Nc', 'tackle env fish | source; command -v python3; command -v sed'],
  ])('is evaluated by %s', async (shell, option, script) => {
    const { stdout, stderr } = spawnSync(shell, [option, script], {
      cwd: at('project'),
      env: env(),
      encoding: 'utf8',
    });
    const directory = directoryIn(await json());
    expect(stderr).toBe('');
    expect(stdout).toMatch(new RegExp(`^${directory}/python3\n/.*bin/sed\n$`));
  });

  test('what it puts there is the command of the project, and elsewhere the next one on PATH', () => {
    writeFileSync(at('host/python3'), '#!/bin/sh\necho the host\n', { mode: 0o755 });
    const script = `eval "$(tackle env)"; python3 -c 'print(6 * 7)'; cd '${at('outside')}'; python3 -c x`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], {
      cwd: at('project'),
      env: env(),
      encoding: 'utf8',
    });
    expect({ stdout, stderr }).toEqual({ stdout: '42\nthe host\n', stderr: '' });
  });

  test('one that another one overtakes leaves what the config says last', async () => {
    execFileSync('mkfifo', [at('held'), at('go')]);
    const slow = tackle(['env', '--json'], 'project', {
      NODE_OPTIONS: `--require=${join(import.meta.dirname, 'held-at-rename.cjs')}`,
      TACKLE_TEST_HELD: at('held'),
      TACKLE_TEST_GO: at('go'),
    });
    await readFile(at('held'));
    commands('project', 'od');
    const directory = directoryIn(await json());
    await writeFile(at('go'), 'go');
    const { status, out, err } = await slow;
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect((JSON.parse(out) as Printed).commands).toEqual(['od']);
    expect(shimsIn(directory)).toEqual(['od']);
  });

  test('of many at once while the config changes, all end well, and what the config says last is there', async () => {
    const directory = directoryIn(await json());
    const some = (count: number) => Array.from({ length: count }, () => tackle(['env']));
    const started = some(4);
    commands('project', 'od', 'sed', 'cat');
    started.push(...some(4));
    const outcomes = await Promise.all(started);
    expect(outcomes.map(({ status, err }) => ({ status, err }))).toEqual(
      outcomes.map(() => ({ status: 0, err: '' })),
    );
    expect(shimsIn(directory)).toEqual(['cat', 'od', 'sed']);
  });

  test('takes the shims away of a project that has no commands any more', async () => {
    const directory = directoryIn(await json());
    writeFileSync(at('project/tackle.yaml'), '');
    const { status, out, err } = await tackle(['env']);
    expect({ status, out }).toEqual({ status: 125, out: '' });
    expect(err).toContain('tackle.yaml` names no commands');
    expect(readdirSync(directory)).toEqual([]);
  });

  test('replaces no file of anybody else', async () => {
    const mine = join(directoryIn(await json()), 'sed');
    writeFileSync(mine, 'mine\n');
    expect((await json()).commands).toEqual(['cat', 'python3']);
    commands('project', 'sed');
    const { status, err } = await tackle(['env']);
    expect(status).toBe(125);
    expect(err).toContain(`\`${mine}\` is no shim of Tackle, and nothing was changed`);
    expect(readFileSync(mine, 'utf8')).toBe('mine\n');
    expect(shimsIn(dirname(mine))).toEqual(['cat', 'python3', 'sed']);
  });

  test.each([
    ['outside', {}, 'there is no `tackle.yaml` in this directory or above it'],
    ['project', { XDG_DATA_HOME: '/dev/null' }, '` cannot be used for shims: ENOTDIR'],
    ['project', { XDG_DATA_HOME: '/a:b' }, '`/a:b/tackle/projects` cannot be put on PATH'],
  ])('in %s with %j it says what is wrong', async (cwd, more, message) => {
    const { status, out, err } = await tackle(['env'], cwd, more);
    expect({ status, out }).toEqual({ status: 125, out: '' });
    expect(err).toContain(message);
    expect(err).toContain('\nhint: ');
  });

  test('says when the data directory may not be written to', async () => {
    const user = ordinaryUser();
    mkdirSync(at('locked'));
    chmodSync(at('locked'), 0o555);
    const options = {
      cwd: at('project'),
      env: { XDG_DATA_HOME: at('locked') },
      through: asUser(user),
    };
    const { status, stdout, stderr } = await runTackle(['env'], options);
    expect({ status, out: stdout.toString() }).toEqual({ status: 125, out: '' });
    expect(stderr.toString()).toContain('cannot be used for shims: EACCES');
  });

  test('hands on a PATH that is no UTF-8, byte for byte', () => {
    rmSync(at('host'), { recursive: true });
    const script = `PATH=$PATH:$(printf '/caf\\351'); eval "$(tackle env)"; printf '%s' "$PATH" | tail -c 5 | od -An -tx1`;
    const { stdout } = spawnSync('bash', ['-c', script], {
      cwd: realpathSync(at('project')),
      env: { ...env(), LC_ALL: 'C' },
      encoding: 'utf8',
    });
    expect(stdout).toBe(' 2f 63 61 66 e9\n');
  });
});
