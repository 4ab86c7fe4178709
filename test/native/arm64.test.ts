import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nameOfPrepared } from '../../src/prepared/print-prepared.ts';
import { FRONT_SOURCES, put, WAY } from '../prepared/front.ts';
import { compileProgram, compileSources, EMULATED, sourcesIn } from './builds.ts';
import { playLaunch, wordsOf } from './request/play-launch.ts';
import { refusal, startAgent } from './request/start-agent.ts';

/* What is around a session; sessions themselves are tried on arm64 too where they are tried (`native-launch/`). */

const [build] = EMULATED;

describe.skipIf(build === undefined || refusal !== '')('on arm64', () => {
  const { compiler, under = [] } = build ?? {};
  const [emulator = ''] = under;
  const directory = mkdtempSync(join(tmpdir(), 'tackle-arm64-'));
  const at = (name: string) => join(directory, name);
  const init = { directory, program: at('init'), env: {} };
  const play = at('play-launch');

  beforeAll(() => {
    const flags = ['-static', '-O1'];
    for (const name of ['init', 'launch'] as const) {
      compileProgram(name, at(name), flags, compiler);
    }
    compileSources(FRONT_SOURCES, at('front'), flags, compiler);
    const player = join(import.meta.dirname, 'request/launch.c');
    compileSources([player, ...sourcesIn('shared')], play, flags);
    for (const name of ['shims/.tackle', 'bin', 'outside']) {
      mkdirSync(at(name), { recursive: true });
    }
    symlinkSync(at('launch'), at('shims/.tackle/launch'));
    symlinkSync('.tackle/launch', at('shims/frob'));
  }, 60_000);
  afterAll(() => rmSync(directory, { recursive: true }));

  function run(program: string, args: readonly string[] = []) {
    const { status, stdout, stderr } = spawnSync(emulator, [at(program), ...args], {
      cwd: at('outside'),
      env: { PATH: at('bin'), HOME: at('outside'), XDG_CACHE_HOME: directory },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  test('launch refuses to be anything but a shim', () => {
    const { status, stderr } = run('launch');
    expect({ status, stderr }).toEqual({
      status: 125,
      stderr: expect.stringContaining('was not started by one') as string,
    });
  });

  test('a shim becomes the next command on PATH, or says that there is none', () => {
    rmSync(at('bin/frob'), { force: true });
    const none = run('shims/frob');
    expect({ ...none, stderr: none.stderr.split(':')[1] }).toEqual({
      ...{ status: 127, stdout: '', stderr: ' there is no command `frob` here' },
    });
    writeFileSync(at('bin/frob'), '#!/bin/sh\necho "$#: $*"\nexit 9\n');
    chmodSync(at('bin/frob'), 0o755);
    expect(run('shims/frob', ['a b', ''])).toEqual({ status: 9, stdout: '2: a b \n', stderr: '' });
  });

  test('launch reads what is prepared as long as it holds, and whatever is cut short', () => {
    const environment = {
      ...{ weak: {}, pass: ['HOME'], passPrefixes: [], never: [], neverPrefixes: [] },
      set: { MORE: '1' },
    };
    const prepared = put(directory, { way: { ...WAY, environment } });
    const file = join(directory, 'tackle/prepared', nameOfPrepared(prepared));
    const asked = ['environment', prepared.project, '/'];
    const variables = `HOME=${at('outside')}\0MORE=1\0PWD=/\0`;
    expect(run('front', asked)).toEqual({ status: 0, stdout: variables, stderr: '' });
    const whole = readFileSync(file);
    for (let length = whole.length - 1; length >= 0; length -= 37) {
      writeFileSync(file, whole.subarray(0, length));
      expect([length, run('front', asked)]).toEqual([
        length,
        { status: 3, stdout: '', stderr: '' },
      ]);
    }
  });

  test('an agent runs tools, and lives on whatever is requested', { timeout: 60_000 }, async () => {
    await using agent = await startAgent(init, { under });
    await using launch = playLaunch(init, play, 'cat; exit 3', { control: agent.path });
    launch.stdin.end('through\n');
    expect(await launch.texts()).toContain('exited 3');
    expect(String(await launch.stdout.whole)).toBe('through\n');
    writeFileSync(at('words'), wordsOf('cat >/dev/null; exit 7'));
    const args = ['fuzz', agent.path, at('words'), '7', '100'];
    const { stdout } = await promisify(execFile)(play, args, { timeout: 50_000 });
    expect(Number(/^taken (\d+)\n$/.exec(stdout)?.[1])).toBeGreaterThan(1);
    await agent.isIdle();
    await using next = playLaunch(init, play, 'exit 7', { control: agent.path });
    expect(await next.texts()).toContain('exited 7');
  });
});
