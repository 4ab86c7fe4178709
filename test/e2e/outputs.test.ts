import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { kitProject } from './kit-project.ts';

/*
 * What those see who hold the other ends of a tool's outputs. Each script runs twice: with the machine's own
 * tools, where `$run` is empty, and with `$run` as `tackle`; what it prints has to be the same.
 */

const exec = promisify(execFile);

async function printed(run: '' | 'tackle', script: string, cwd: string): Promise<string> {
  const path = `${join(TACKLE, '..')}:${process.env['PATH'] ?? ''}`;
  const env = { ...tackleEnv(), PATH: path, run };
  const { stdout, stderr } = await exec('bash', ['-c', script], { cwd, env, timeout: 60_000 });
  return stdout + stderr;
}

/** What both print; it is for the test to say that this is not nothing. */
async function asNatively(script: string): Promise<string> {
  using native = kitProject();
  using ours = kitProject();
  const expected = await printed('', script, native.path);
  expect(await printed('tackle', script, ours.path)).toBe(expected);
  return expected;
}

const BOTH = `for i in {1..200}; do echo $i; echo $i >&2; done`;
const IN_ORDER = Array.from({ length: 200 }, (_, at) => `${at + 1}\n${at + 1}\n`).join('');

test.each([
  ['one pipe', `$run bash -c '${BOTH}' 2>&1 | cat`],
  ['one file', `$run bash -c '${BOTH}' >log 2>&1; cat log`],
  ['a file that both append to', `$run bash -c '${BOTH}' >>log 2>>log; cat log`],
  ['a FIFO', `mkfifo fifo; cat fifo & $run bash -c '${BOTH}' >fifo 2>&1; wait`],
  ['a substitution', `echo "$($run bash -c '${BOTH}' 2>&1)"`],
])('both outputs keep their order in %s', async (_what, script) => {
  expect(await asNatively(script)).toBe(IN_ORDER);
});

test('a file that several write to is continued by each, whichever output they use', async () => {
  const lines = `{ echo a; $run bash -c 'echo b; echo c >&2; echo d'; echo e; } >log 2>&1; cat log`;
  expect(await asNatively(lines)).toBe('a\nb\nc\nd\ne\n');
});
