import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ShimRow } from '../../src/cli/shims-listing.ts';
import { rig } from '../rig/rig.ts';
import { PROGRAM, runTackle, TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';

/* `tackle shims`, and shims as shells execute them. */

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, ...parts);

function program(path: string, lines: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

beforeEach(() => {
  place = scratch('shims');
  for (const directory of ['project', 'outside', 'host']) mkdirSync(at(directory));
  const commands = `image: '${rig().kit.tag}', network: none, commands: [python3, cat]`;
  writeFileSync(at('project/tackle.yaml'), `toolboxes:\n  kit: {${commands}}\n`);
});
afterEach(() => place[Symbol.dispose]());

/** With the shims in front, then the test's own programs, then those of the host. */
const env = () => ({
  ...tackleEnv(),
  XDG_DATA_HOME: at('data'),
  PATH: [at('data/tackle/shims'), at('host'), tackleEnv()['PATH']].join(':'),
});

async function shims(args: readonly string[], cwd = 'project', program = TACKLE) {
  const ended = await runTackle(['shims', ...args], { cwd: at(cwd), env: env(), program });
  return { status: ended.status, out: ended.stdout.toString(), err: ended.stderr.toString() };
}

/** Runs a line of bash with the shims on PATH. */
function line(text: string, cwd = 'project', input = '') {
  const { status, signal, stdout, stderr } = spawnSync('bash', ['-c', `${text}\nexit`], {
    cwd: at(cwd),
    env: env(),
    input,
    encoding: 'utf8',
  });
  return { end: signal ?? status, out: stdout, err: stderr };
}

describe('tackle shims', () => {
  test('installs the commands of the project, lists them, and takes them away', async () => {
    const directory = at('data/tackle/shims');
    const installed = await shims(['install']);
    expect(installed).toMatchObject({ status: 0, err: '' });
    expect(readdirSync(directory).sort()).toEqual(['.tackle', 'cat', 'python3']);
    const listed = await shims(['list', '--json']);
    const rows = JSON.parse(listed.out) as readonly ShimRow[];
    expect(rows.map(({ command, file, found }) => [command, file, found])).toEqual([
      ['cat', join(directory, 'cat'), 'shim'],
      ['python3', join(directory, 'python3'), 'shim'],
    ]);
    expect(rows[0]?.next).toMatch(/^\/(usr\/)?bin\/cat$/);
    expect(await shims(['list'])).toEqual(installed);
    expect(await shims(['remove', 'cat'])).toEqual({ status: 0, out: 'removed cat\n', err: '' });
    expect(await shims(['remove'])).toEqual({ status: 0, out: 'removed python3\n', err: '' });
    expect(readdirSync(directory)).toEqual([]);
  });

  test('puts them where --dir says, and tells when that is not on PATH', async () => {
    const { status, err } = await shims(['install', '--dir', '../bin', 'node']);
    expect(status).toBe(0);
    expect(err).toContain(`\`${at('bin')}\` is not on PATH`);
    expect(existsSync(at('bin/node'))).toBe(true);
  });

  test('tells when another program stands in front', async () => {
    program(at('data/tackle/shims/other'), 'true');
    const [first] = env().PATH.split(':');
    const { err } = await shims(['install', '--dir', '../host', 'other']);
    expect(err).toContain(`is on PATH behind \`${first!}/other\``);
  });

  test('says what makes some where there are none', async () => {
    const none = await shims(['list']);
    expect({ status: none.status, out: none.out }).toEqual({ status: 0, out: '' });
    expect(none.err).toMatch(/^tackle: there are no shims in `.*`\nhint: `tackle shims install` /);
    expect((await shims(['list', '--json'])).err).toBe('');
  });

  test('replaces no file of anybody else, and then changes nothing', async () => {
    const mine = program(at('data/tackle/shims/python3'), 'echo mine');
    const before = readFileSync(mine, 'utf8');
    const { status, err } = await shims(['install']);
    expect(status).toBe(125);
    expect(err).toContain(`\`${mine}\` is no shim of Tackle, and nothing was changed`);
    expect(readdirSync(dirname(mine))).toEqual(['python3']);
    expect(readFileSync(mine, 'utf8')).toBe(before);
    expect((await shims(['remove', 'python3'])).err).toContain('is no shim of Tackle');
  });

  test('says when the directory cannot be read, and changes nothing there', async () => {
    const user = ordinaryUser();
    const mine = program(at('odd/python3'), 'echo mine');
    chmodSync(at('odd'), 0o333);
    const options = { cwd: at('project'), through: asUser(user) };
    const ended = await runTackle(['shims', 'install', '--dir', at('odd')], options);
    expect(ended.status).toBe(125);
    expect(ended.stderr.toString()).toContain('cannot be used for shims: EACCES');
    chmodSync(at('odd'), 0o755);
    expect(readFileSync(mine, 'utf8')).toContain('echo mine');
  });

  test.each([
    [['install'], 'outside', 'there is no command to make a shim for'],
    [['install', '../evil'], 'project', '`../evil` cannot be the name of a command'],
    [['remove', 'python3'], 'project', 'there is no shim for `python3`'],
    [['install', '--dir', 'tackle.yaml', 'x'], 'project', 'cannot be used for shims: ENOTDIR'],
    [['install', '--json'], 'project', '`tackle shims install` has no option `--json`'],
    [['list', 'x'], 'project', '`tackle shims list` has no use for `x`'],
    [['install', '--dir', '', 'x'], 'project', 'is no value of `--dir`'],
  ])('refuses %j', async (args, cwd, message) => {
    const { status, out, err } = await shims(args, cwd);
    expect({ status, out }).toEqual({
      status: message.includes('be the name') ? 127 : 125,
      out: '',
    });
    expect(err).toContain(message);
  });
});

/** An installation that has no `native/launch`, as where it could not be compiled. */
function withoutLaunch(): string {
  const copy = at('without-launch');
  spawnSync('cp', ['-al', PROGRAM, copy]);
  for (const name of readdirSync(join(copy, 'dist/native'))) {
    if (name.startsWith('launch-')) rmSync(join(copy, 'dist/native', name));
  }
  return join(copy, 'bin/tackle');
}

describe.each([
  { kind: 'a link to launch', installation: () => TACKLE },
  { kind: 'a program of shell', installation: withoutLaunch },
])('a shim that is $kind', ({ kind, installation }) => {
  const install = async (...names: readonly string[]) => {
    const made = await shims(['install', ...names], 'project', installation());
    expect(made.status).toBe(0);
    const [file = ''] = readdirSync(at('data/tackle/shims')).filter((name) => name !== '.tackle');
    const isLink = lstatSync(at('data/tackle/shims', file)).isSymbolicLink();
    expect(isLink).toBe(kind === 'a link to launch');
  };

  test('is the command of the project in it, and the next one on PATH outside', async () => {
    await install();
    program(at('host/python3'), 'echo the host');
    const inside = 'import sys; print(sys.argv[1:], sys.stdin.read()); sys.exit(7)';
    expect(line(`python3 -c '${inside}' 'a b'`, 'project', 'in')).toEqual({
      ...{ end: 7, out: `['a b'] in\n`, err: '' },
    });
    expect(line('python3 x', 'outside')).toEqual({ end: 0, out: 'the host\n', err: '' });
  });

  test('is what a script names in its first line', async () => {
    await install();
    mkdirSync(at('project/sub'));
    const says = 'import sys; print(sys.argv, sys.flags.optimize); sys.exit(3)';
    const script = (name: string, interpreter: string) => {
      writeFileSync(at('project', name), `#!${interpreter}\n${says}\n`);
      chmodSync(at('project', name), 0o755);
    };
    script('direct.py', at('data/tackle/shims/python3'));
    script('sub/with-option', `${at('data/tackle/shims/python3')} -O`);
    script('sub/by-env.py', '/usr/bin/env python3');
    for (const [text, cwd, argv, optimize] of [
      [`./direct.py 'a b' ''`, 'project', `['./direct.py', 'a b', '']`, 0],
      ['../direct.py', 'project/sub', `['../direct.py']`, 0],
      ['sub/with-option sub', 'project', `['sub/with-option', 'sub']`, 1],
      [at('project/sub/with-option'), 'project', `['${at('project/sub/with-option')}']`, 1],
      ['./by-env.py -- x', 'project/sub', `['./by-env.py', '--', 'x']`, 0],
      ['PATH=$PWD/sub:$PATH by-env.py', 'project', `['${at('project/sub/by-env.py')}']`, 0],
    ] as const) {
      expect([text, line(text, cwd)]).toEqual([
        text,
        { end: 3, out: `${argv} ${optimize}\n`, err: '' },
      ]);
    }
  });

  test('is the next one on PATH in a project that has no such command, with all that it is given', async () => {
    await install('frob');
    program(at('host/frob'), 'cat; cat <&5; ulimit -Sn; exit $1');
    const text = 'ulimit -Sn 64; frob 9 5<tackle.yaml';
    const yaml = readFileSync(at('project/tackle.yaml'), 'utf8');
    expect(line(text, 'project', 'in\n')).toEqual({ end: 9, out: `in\n${yaml}64\n`, err: '' });
    program(at('host/frob'), 'kill -TERM $$');
    expect(line('exec frob')).toMatchObject({ end: 'SIGTERM' });
  });

  test('for node does not stand in for the Node that runs Tackle', async () => {
    await install('node');
    writeFileSync(at('project/tackle.local.yaml'), 'commands: {node: node@20}\n');
    const { end, out } = line(`'${TACKLE}' --version`);
    expect({ end, out }).toEqual({ end: 0, out: expect.stringMatching(/^tackle \d/) as string });
  });
});
