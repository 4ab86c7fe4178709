import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Terminal } from '../rig/pty.ts';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
/** The first use of a toolbox builds it from packages. */
const PATIENCE = 150_000;
const LIMIT = 2 * PATIENCE;
const UP = '\x1b[A';

/** A terminal in a copy of the project of examples/hello. */
function open(command: string, cwd: string): Terminal {
  return new Terminal(TACKLE, [command], { cwd, env: tackleEnv(), patience: PATIENCE });
}

function hello(): Disposable & { readonly path: string } {
  const project = scratch('hello');
  cpSync(join(EXAMPLES, 'hello'), project.path, { recursive: true });
  return project;
}

test('Python 2.7 divides as Python 2.7 does', { timeout: LIMIT }, async () => {
  using project = hello();
  await using repl = open('python2.7', project.path);
  await repl.expect(/Python 2\.7\.\d+[^]*>>> /);
  repl.send('5 / 2 == 2.5\r');
  await repl.expect(/False\n>>> /);
  repl.send('\x04');
  expect(await repl.ended).toEqual({ status: 0, signal: null });
});

test('a Python 3 prompt is a native one', { timeout: LIMIT }, async () => {
  using project = hello();
  await using repl = open('python3', project.path);
  await repl.expect(/Python 3\.\d+[^]*>>> /);
  repl.send('a = 11; (b := a) > 10\r');
  await repl.expect(/True\n/);

  repl.send('import os, time; os.get_terminal_size()\r');
  await repl.expect(/columns=80, lines=24/);
  repl.resize(101, 37);
  repl.send('os.get_terminal_size()\r');
  await repl.expect(/columns=101, lines=37/);

  repl.send('print("asleep"); time.sleep(600)\r');
  await repl.expect(/\nasleep\n/);
  repl.send('\x03');
  await repl.expect(/KeyboardInterrupt/);

  repl.send('print("from " + "history")\r');
  await repl.expect(/\nfrom history\n/);
  repl.send(UP);
  await repl.expect(/print\("from " \+ "history"\)/);
  repl.send('\r');
  await repl.expect(/\nfrom history\n/);

  repl.send('exit(7)\r');
  expect(await repl.ended).toEqual({ status: 7, signal: null });
});

test('Node 10.16.3 opens its prompt', { timeout: LIMIT }, async () => {
  using project = hello();
  await using repl = open('node', project.path);
  await repl.expect(/> /);
  repl.send('process.version\r');
  await repl.expect(/'v10\.16\.3'/);
  repl.send('process.stdout.columns\r');
  await repl.expect(/\n80\n/);
  // The prompt leaves raw mode before it evaluates: only then is Ctrl-C a signal.
  repl.send('console.log("spin" + "ning"); while (true) {}\r');
  await repl.expect('spinning');
  repl.send('\x03');
  await repl.expect(/interrupted/i);
  repl.send('6 * 7\r');
  await repl.expect(/\n42\n/);
  repl.send('\x04');
  expect(await repl.ended).toEqual({ status: 0, signal: null });
});
