import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { temporary } from './temporary.ts';

const here = temporary();
afterAll(() => here[Symbol.dispose]());

const PROGRAM = join(here.path, 'look.cjs');
buildSync({
  stdin: {
    contents: `
      import { writeFileSync } from 'node:fs';
      import { areOneOutput } from '../../src/host/one-output.ts';
      writeFileSync('answer', String(areOneOutput(1, 2)));`,
    resolveDir: import.meta.dirname,
  },
  outfile: PROGRAM,
  bundle: true,
  platform: 'node',
});

/** What a process says of its outputs that a shell starts as `look`. */
function answerTo(script: string): string {
  const look = `look() { "$0" look.cjs; }`;
  execFileSync('/bin/bash', ['-c', `${look}; ${script}`, process.execPath], {
    cwd: here.path,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return readFileSync(join(here.path, 'answer'), 'utf8');
}

test.each([
  ['one pipe', 'look 2>&1 | cat'],
  ['one socket', 'look 2>&1'],
  ['one file', 'look >log 2>&1'],
  ['one file that was written to before', '{ echo; look; } >log 2>&1'],
  [
    'one file that somebody else is writing to',
    '{ while :; do echo; done & look; kill $!; } >log 2>&1',
  ],
  ['one file that both append to', 'look >>log 2>>log'],
  ['nowhere', 'look >/dev/null 2>&1'],
  ['a FIFO opened twice', 'rm -f fifo; mkfifo fifo; cat fifo & look >fifo 2>fifo'],
])('two that are one output: %s', (_what, script) => {
  expect(answerTo(script)).toBe('true');
});

test.each([
  ['two pipes', '{ look 2>&3 | cat; } 3>&1 | cat'],
  ['two sockets', 'look'],
  ['two files', 'look >log 2>errors'],
  ['a file that only one of them appends to', 'look >log 2>>log'],
  ['a file at two positions', '{ echo; look; } >log 2>log'],
])('two that are two: %s', (_what, script) => {
  expect(answerTo(script)).toBe('false');
});
