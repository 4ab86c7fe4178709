import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeRecorder, recordedArguments, withoutLauncher } from '../../scripts/bench/sandbox.mjs';
import { INIT_LINK_TARGET, INIT_SOCKET } from '../../src/engines/init-link.ts';

const SANDBOX = ['--ro-bind', '/image', '/', '--ro-bind', '/run/1-2-abc', INIT_LINK_TARGET];
const INIT = ['--', '/run/.tackle/init', '--link', INIT_SOCKET, '--words', '/words'];

test('a recorded launch is repeated without the link to its launcher', () => {
  expect(withoutLauncher([...SANDBOX, ...INIT, '--own', '012'], '/kept')).toEqual([
    ...['--ro-bind', '/image', '/', '--ro-bind', '/kept', INIT_LINK_TARGET],
    ...['--', '/run/.tackle/init', '--words', '/words', '--own', '012'],
  ]);
});

test('arguments of something else are refused', () => {
  expect(() => withoutLauncher(['--version'], '/kept')).toThrow('no launch');
  expect(() => withoutLauncher([...SANDBOX, '--', 'true'], '/kept')).toThrow('no launch');
});

test('the recorder notes what is executed, keeps what init is to read, and executes it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tackle-recorder-'));
  try {
    const link = join(directory, 'link of a launch');
    mkdirSync(link);
    writeFileSync(join(link, 'words'), 'PATH=/bin\0\0true\0');
    const recorder = join(directory, 'recorder');
    placeRecorder(recorder, '/bin/echo');
    const words = ['--setenv', 'A', ' b\n', '--ro-bind', link, INIT_LINK_TARGET, ...INIT];
    const said = execFileSync(join(recorder, 'bwrap'), words, { encoding: 'utf8', env: {} });
    expect(said).toBe(`${words.join(' ')}\n`);

    const again = recordedArguments(recorder);
    expect(again.slice(0, 4)).toEqual(['--setenv', 'A', ' b\n', '--ro-bind']);
    expect(readFileSync(join(again[4]!, 'words'), 'utf8')).toBe('PATH=/bin\0\0true\0');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
