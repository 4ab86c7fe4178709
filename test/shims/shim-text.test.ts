import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  LOCAL_CONFIG_NAMES,
  PROJECT_CONFIG_NAMES,
  USER_CONFIG_NAMES,
} from '../../src/host/config-texts.ts';
import type { CommandName } from '../../src/kernel/brand.ts';
import { commandOfShim } from '../../src/shims/shim-mark.ts';
import { shimText, type ShimFacts } from '../../src/shims/shim-text.ts';
import { temporary } from '../host/temporary.ts';

const name = (text: string): CommandName => text as CommandName;
const FACTS: ShimFacts = {
  node: '/usr/bin/node',
  tackle: '/opt/it is/tackle/bin/tackle',
  configNames: {
    project: PROJECT_CONFIG_NAMES.filter((each) => each !== 'package.json'),
    local: LOCAL_CONFIG_NAMES,
    user: USER_CONFIG_NAMES,
  },
};

test.each(['python3.8', 'node'])('the shim for %s', async (command) => {
  const golden = join(import.meta.dirname, `../golden/shims/${command}.sh`);
  await expect(shimText(name(command), FACTS)).toMatchFileSnapshot(golden);
});

test('a shim is known by its own words', () => {
  const known = (text: string) => commandOfShim('g++', { kind: 'text', text });
  expect(known(shimText(name('g++'), FACTS))).toBe('g++');
  for (const text of ['', '#!/bin/sh', '#!/bin/sh\necho hello\n', '\x7fELF\0\n\0']) {
    expect(known(text)).toBeUndefined();
  }
});

/** Debian's /bin/sh, that of many others, and Alpine's where it is there. */
const SHELLS = ['dash', 'bash', ...(existsSync('/bin/busybox') ? ['busybox sh'] : [])];

interface Options {
  readonly cwd?: string;
  readonly path?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

describe.each(SHELLS)('as %s executes it', (shell) => {
  let place: ReturnType<typeof temporary>;
  const at = (...parts: readonly string[]) => join(place.path, ...parts);

  function write(path: string, text: string): string {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, 0o755);
    return path;
  }

  /** A shim whose Node is a shell, and whose Tackle tells what it was called with. */
  function install(command: string, directory = 'shims'): string {
    const facts = { ...FACTS, node: '/bin/sh', tackle: at('it is/tackle') };
    const text = shimText(name(command), facts).replace('#!/bin/sh', `#!/bin/${shell}`);
    return write(at(directory, command), text);
  }

  /** Runs a line of shell outside of projects, with the shims in front on PATH. */
  function run(line: string, options: Options = {}) {
    const path = (options.path ?? ['shims', 'host']).map((each) => at(each));
    const env = {
      PATH: [...path, '/usr/bin', '/bin'].join(':'),
      HOME: at('home'),
      mine: 'kept',
      ...options.env,
    };
    const cwd = at(options.cwd ?? 'outside');
    const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', line], { cwd, env });
    return { out: stdout.toString('latin1'), err: stderr.toString(), status };
  }

  beforeEach(() => {
    place = temporary();
    for (const directory of ['outside', 'project/below', 'host', 'shims']) {
      mkdirSync(at(directory), { recursive: true });
    }
    write(at('it is/tackle'), 'printf "tackle"; printf " <%s>" "$@"\n');
    write(at('host/frob'), '#!/bin/sh\nprintf "host"; printf " <%s>" "$@"\n');
  });
  afterEach(() => place[Symbol.dispose]());

  test.each(PROJECT_CONFIG_NAMES)('in a project whose %s names it, and below', (config) => {
    install('frob');
    const text =
      config === 'package.json' ? '{ "tackle": { "commands": {"frob":\n1} } }' : 'frob: x';
    write(at('project', config), text);
    for (const cwd of ['project', 'project/below']) {
      expect(run(`frob '' 'a b'`, { cwd }).out).toBe('tackle <run> <--> <frob> <> <a b>');
    }
  });

  test.each(['', 'frobs', 'x.frob', 'a-frob: b', 'commands: {fro: x}'])(
    'a project that says “%s” does not name it, and nobody further up is asked',
    (text) => {
      install('frob');
      write(at('project/tackle.yaml'), 'frob');
      write(at('project/below/tackle.yaml'), text);
      expect(run('frob', { cwd: 'project/below' }).out).toBe('host <>');
    },
  );

  test.each(['[frob]', "'frob'", '"frob": x', 'frob', '- frob,'])('“%s” names it', (text) => {
    install('frob');
    write(at('project/tackle.yaml'), text);
    expect(run('frob', { cwd: 'project' }).out).toMatch(/^tackle/);
  });

  test('package.json beside a config of another name says nothing', () => {
    install('frob');
    write(at('project/tackle.yaml'), 'commands: {fro: x}');
    write(at('project/package.json'), '{ "engines": { "frob": ">=20" } }');
    expect(run('frob', { cwd: 'project' }).out).toBe('host <>');
  });

  test('beside the project, and the user, anywhere', () => {
    install('frob');
    write(at('project/tackle.yaml'), '');
    write(at('project/tackle.local.yaml'), 'frob');
    expect(run('frob', { cwd: 'project' }).out).toMatch(/^tackle/);
    write(at('home/.config/tackle/config.yaml'), 'frob');
    expect(run('frob').out).toMatch(/^tackle/);
    expect(run('frob', { env: { XDG_CONFIG_HOME: at('elsewhere') } }).out).toMatch(/^host/);
    write(at('elsewhere/tackle/config.json'), '"frob"');
    expect(run('frob', { env: { XDG_CONFIG_HOME: at('elsewhere') } }).out).toMatch(/^tackle/);
  });

  test('in a directory that is gone, with a PWD that is none', () => {
    install('frob');
    const line = `mkdir gone; cd gone; rmdir ../gone; PWD=rel '${at('shims/frob')}' x`;
    expect(run(line, { cwd: 'outside' }).out).toBe('host <x>');
  });

  test('a link that leads nowhere is a config too: Tackle says what is wrong with it', () => {
    install('frob');
    symlinkSync('nowhere', at('project/tackle.yaml'));
    expect(run('frob', { cwd: 'project' }).out).toBe('tackle <run> <--> <frob>');
  });

  test('a package.json that is read on the way takes nothing of the input', () => {
    install('frob');
    write(at('project/package.json'), '{ "tackle":\n {"frob": 1} }');
    write(at('it is/tackle'), 'cat\n');
    expect(run('printf typed | frob', { cwd: 'project' }).out).toBe('typed');
  });

  test.each(['{}', '{ "name": "frob" }', '{ "tackle": {} }'])(
    'package.json with %s does not name it',
    (text) => {
      install('frob');
      write(at('project/package.json'), text);
      expect(run('frob', { cwd: 'project' }).out).toBe('host <>');
    },
  );

  test('outside of projects it becomes the next program, with its words byte for byte', () => {
    install('frob');
    const line = String.raw`frob '' 'a b' '$(id)' '*' -n "$(printf '\377\376\nx')"`;
    expect(run(line).out).toBe('host <> <a b> <$(id)> <*> <-n> <\xff\xfe\nx>');
  });

  test('it is the same process, and leaves nothing in its environment but where it came by', () => {
    install('frob');
    write(
      at('host/frob'),
      '#!/usr/bin/env python3\nimport os\nprint(os.getpid(), *sorted(os.environ))\n',
    );
    const { out } = run('echo $$; exec frob');
    const [pid, seen] = out.trim().split('\n');
    const names = ['OLDPWD', 'SHLVL', '_', 'LC_CTYPE'];
    expect(seen?.split(' ').filter((name) => !names.includes(name))).toEqual([
      ...[pid, 'HOME', 'PATH', 'PWD', 'TACKLE_SHIM_PASSED', 'mine'],
    ]);
  });

  test('shims elsewhere, directories and what cannot be executed are passed over', () => {
    install('frob');
    install('frob', 'more');
    mkdirSync(at('odd/frob'), { recursive: true });
    chmodSync(write(at('plain/frob'), ''), 0o644);
    expect(run('frob', { path: ['shims', 'more', 'odd', 'plain', 'shims', 'host'] }).out).toBe(
      'host <>',
    );
  });

  test('no program of that name: 127', () => {
    install('nothing');
    const { status, err } = run('nothing');
    expect(status).toBe(127);
    expect(err).toBe(
      'tackle: there is no command `nothing` here: no config names it, and no other one is on PATH\n',
    );
  });

  test.each([
    ['a script', '#!/bin/sh\nexec frob "$@"\n'],
    ['a script without #!', 'exec frob "$@"\n'],
  ])(
    'the shim of another manager that executes this one again is tried once: %s',
    (_what, text) => {
      install('frob');
      write(at('manager/frob'), text);
      expect(run('frob x', { path: ['shims', 'manager', 'host'] }).out).toBe('host <x>');
      expect(run('frob x', { path: ['shims', 'manager'] }).status).toBe(127);
    },
  );

  test('one that starts it in ever new processes comes to an end', () => {
    install('frob');
    write(at('manager/frob'), '#!/bin/sh\nfrob "$@"\nexit $?\n');
    const { status, err } = run('frob x', { path: ['shims', 'manager'] });
    expect(status).toBe(125);
    expect(err).toContain('`frob` on PATH leads back to its shim again and again');
  });

  test('what the variable holds is not believed', () => {
    install('frob');
    for (const TACKLE_SHIM_PASSED of [
      '$(exit 3)',
      '1 frob x /y ',
      '1 frob 99999 ',
      ' frob -1',
      '*',
    ]) {
      expect(run('frob x', { env: { TACKLE_SHIM_PASSED } }).out).toBe('host <x>');
    }
  });

  test('a directory of PATH that begins with a dash', () => {
    install('frob');
    write(at('outside/-d/frob'), '#!/bin/sh\nprintf dash\n');
    expect(run(`PATH=-d:$PATH '${at('shims/frob')}'`).out).toBe('dash');
  });

  test('without the Node or the Tackle that it knows it says so', () => {
    const shim = install('frob');
    write(at('project/tackle.yaml'), 'frob');
    writeFileSync(shim, readFileSync(shim, 'utf8').replaceAll('it is', 'it was'));
    const { err, status } = run('frob', { cwd: 'project' });
    expect(err).toContain('hint: write it anew with `tackle shims install frob`');
    expect(status).toBe(125);
  });

  test('the shim for node does not stand in for the Node of Tackle, by whatever name', () => {
    install('node');
    write(at('project/tackle.yaml'), 'node');
    write(at('other/bin/tackle'), 'printf "other"; printf " <%s>" "$@"\n');
    symlinkSync(at('it is/tackle'), at('host/tk'));
    const cwd = 'project';
    expect(run(`node '${at('host/tk')}' list`, { cwd }).out).toBe('tackle <list>');
    expect(run(`node '${at('other/bin/tackle')}' list`, { cwd }).out).toBe('other <list>');
    expect(run('node list', { cwd }).out).toBe('tackle <run> <--> <node> <list>');
  });
});
