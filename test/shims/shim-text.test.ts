import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROJECT_CONFIG_NAMES } from '../../src/host/config-texts.ts';
import type { CommandName } from '../../src/kernel/brand.ts';
import { commandOfShim, shimText, type ShimFacts } from '../../src/shims/shim-text.ts';
import { temporary } from '../host/temporary.ts';

const name = (text: string): CommandName => text as CommandName;
const FACTS: ShimFacts = {
  node: '/usr/bin/node',
  tackle: '/opt/it is/tackle/bin/tackle',
  configNames: PROJECT_CONFIG_NAMES,
};

test.each(['python3.8', 'node'])('the shim for %s', async (command) => {
  const golden = join(import.meta.dirname, `../golden/shims/${command}.sh`);
  await expect(shimText(name(command), FACTS)).toMatchFileSnapshot(golden);
});

test('a shim is known by its own words', () => {
  expect(commandOfShim(shimText(name('g++'), FACTS))).toBe('g++');
  for (const text of ['', '#!/bin/sh', '#!/bin/sh\necho hello\n', '\x7fELF\0\n\0']) {
    expect(commandOfShim(text)).toBeUndefined();
  }
});

/** Debian's /bin/sh, and that of most others. */
const SHELLS = ['dash', 'bash'];

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
    const text = shimText(name(command), facts).replace('#!/bin/sh', `#!${bin(shell)}`);
    return write(at(directory, command), text);
  }

  function bin(program: string): string {
    return execFileSync('sh', ['-c', 'command -v "$0"', program], { encoding: 'utf8' }).trim();
  }

  /** Runs a line of shell outside of projects, with the shims in front on PATH. */
  function run(line: string, options: { cwd?: string; path?: readonly string[] } = {}) {
    const path = (options.path ?? ['shims', 'host']).map((each) => at(each));
    const env = { PATH: [...path, '/usr/bin', '/bin'].join(':'), mine: 'kept' };
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

  test.each(PROJECT_CONFIG_NAMES)('in a project with %s, and below it', (config) => {
    install('frob');
    write(at('project', config), config === 'package.json' ? '{ "tackle": {} }' : '');
    for (const cwd of ['project', 'project/below']) {
      expect(run(`frob '' 'a b'`, { cwd }).out).toBe('tackle <shim> <frob> <> <a b>');
    }
  });

  test('a link that leads nowhere is a config too: Tackle says what is wrong with it', () => {
    install('frob');
    symlinkSync('nowhere', at('project/tackle.yaml'));
    expect(run('frob', { cwd: 'project' }).out).toBe('tackle <shim> <frob>');
  });

  test('a package.json that is read on the way takes nothing of the input', () => {
    install('frob');
    write(at('project/package.json'), '{ "tackle":\n {} }');
    write(at('it is/tackle'), 'cat\n');
    expect(run('printf typed | frob', { cwd: 'project' }).out).toBe('typed');
  });

  test.each(['{}', '{ "name": "frob" }'])('package.json with %s is no project', (text) => {
    install('frob');
    write(at('project/package.json'), text);
    expect(run('frob', { cwd: 'project' }).out).toBe('host <>');
  });

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
      ...[pid, 'PATH', 'PWD', 'TACKLE_SHIM_TRIED', 'mine'],
    ]);
  });

  test('a program that is no script finds nothing of it', () => {
    install('env');
    const seen = run('env')
      .out.split('\n')
      .map((line) => line.split('=')[0]);
    expect(seen).toContain('mine');
    expect(seen.filter((name) => name?.toLowerCase().includes('shim'))).toEqual([]);
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
      'tackle: there is no command `nothing` here: no project, and no other one on PATH\n',
    );
  });

  test('the shim of another manager, which finds this one again, is tried once', () => {
    install('frob');
    write(at('manager/frob'), '#!/bin/sh\nexec frob "$@"\n');
    expect(run('frob x', { path: ['shims', 'manager', 'host'] }).out).toBe('host <x>');
    expect(run('frob x', { path: ['shims', 'manager'] }).status).toBe(127);
  });

  test('without the Node or the Tackle that it knows it says so', () => {
    const shim = install('frob');
    write(at('project/tackle.yaml'), '');
    writeFileSync(shim, readFileSync(shim, 'utf8').replaceAll('it is', 'it was'));
    const { err, status } = run('frob', { cwd: 'project' });
    expect(err).toContain('hint: write it anew with `tackle shims install frob`');
    expect(status).toBe(125);
  });

  test('the shim for node does not stand in for the Node of Tackle itself', () => {
    install('node');
    write(at('project/tackle.yaml'), '');
    symlinkSync(at('it is/tackle'), at('host/tackle'));
    const cwd = 'project';
    expect(run(`node '${at('host/tackle')}' list`, { cwd }).out).toBe('tackle <list>');
    expect(run('node list', { cwd }).out).toBe('tackle <shim> <node> <list>');
  });
});
