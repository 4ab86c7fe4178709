import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import type { OrdinaryUser } from '../rig/user.ts';
import { asUser } from '../rig/user.ts';
import { kitProject } from './kit-project.ts';

const exec = promisify(execFile);

/**
 * Runs a script of bash twice: with the machine's own tools, where `$run` is empty, and with `$run` as
 * `tackle`. Both have to print the same, on stdout and stderr together. Gives what it is: that this is not
 * nothing is for the test to say.
 */
export async function asNatively(script: string, user?: OrdinaryUser): Promise<string> {
  using native = kitProject(user);
  using ours = kitProject(user);
  const expected = await printed('', script, native.path, user);
  expect(await printed('tackle', script, ours.path, user)).toBe(expected);
  return expected;
}

async function printed(
  run: '' | 'tackle',
  script: string,
  cwd: string,
  user?: OrdinaryUser,
): Promise<string> {
  const path = `${join(TACKLE, '..')}:${process.env['PATH'] ?? ''}`;
  const env = { ...tackleEnv(), PATH: path, run };
  const [program, ...args] = [...(user ? asUser(user) : []), 'bash', '-c', script];
  const { stdout, stderr } = await exec(program, args, { cwd, env, timeout: 60_000 });
  return stdout + stderr;
}
