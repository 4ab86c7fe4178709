import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeTurns, type Launch } from '../../scripts/bench/rounds.mjs';

const { signal } = new AbortController();

function shell(script: string, prints: string): Launch {
  return { title: script, program: '/bin/sh', args: ['-c', script], options: {}, prints };
}

test('launches take turns there and back, and those that warm up do not count', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tackle-turns-'));
  try {
    const log = join(directory, 'log');
    const launches = ['a', 'b', 'c'].map((name) => shell(`echo ${name} >> '${log}'`, ''));
    const times = await takeTurns(launches, { rounds: 3, warmUp: 1, signal });
    expect(readFileSync(log, 'utf8').replaceAll('\n', '')).toBe('cba' + 'abc' + 'cba' + 'abc');
    expect([...times.keys()]).toEqual(launches);
    expect([...times.values()].map(({ length }) => length)).toEqual([3, 3, 3]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('what a launch needs beforehand comes before each of its turns, and does not count', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tackle-turns-'));
  try {
    const file = join(directory, 'file');
    // Fails where the file is there already.
    const launch = shell(`set -C; echo >'${file}'`, '');
    const beforehand = () => rmSync(file, { force: true });
    const launches = [{ ...launch, beforehand }];
    const times = await takeTurns(launches, { rounds: 2, warmUp: 1, signal });
    expect([...times.values()].map(({ length }) => length)).toEqual([2]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test.each([
  ['fails', shell('exit 3', ''), 'exit 3: status 3, said ""'],
  ['says something else', shell('echo 41', '42\n'), 'echo 41: status 0, said "41\\n"'],
  ['says something on stderr', shell('echo oh >&2', ''), 'status 0, said "oh\\n"'],
  ['is killed', shell('kill -TERM $$', ''), 'ended by SIGTERM'],
  ['is not there', { ...shell('', ''), program: '/nowhere' }, 'spawnSync /nowhere ENOENT'],
])('a launch that %s fails the run', async (_how, launch, words) => {
  await expect(takeTurns([launch], { rounds: 1, warmUp: 0, signal })).rejects.toThrow(words);
});

test('an interruption ends the run after the launch at hand', async () => {
  const interrupted = AbortSignal.abort(new Error('interrupted by SIGINT'));
  const how = { rounds: 1, warmUp: 0, signal: interrupted };
  await expect(takeTurns([shell('true', '')], how)).rejects.toThrow('interrupted by SIGINT');
});
