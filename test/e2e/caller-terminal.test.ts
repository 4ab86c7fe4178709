import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { atRest } from '../fidelity/tools-at-work.ts';
import type { Terminal } from '../rig/pty.ts';
import { interactiveShell, terminalIsAsItWas } from './interactive-shell.ts';
import { kitProject } from './kit-project.ts';

/*
 * Terminals that a launch does not have to itself, or does not have as its controlling one. `tackle` is the
 * real program, and every line is typed into a real shell.
 */

const PROMPT = /sh> $/;

/** The shell's job in front: its one child. */
function jobOf(terminal: Terminal): number {
  return Number(
    execFileSync('pgrep', ['-P', String(terminal.pid), '-f', 'tackle'], { encoding: 'utf8' }),
  );
}

test.each(['', ' | cat'])(
  'without a controlling terminal (setsid, su -c) a tool reads the one it was given%s',
  async (pipe) => {
    using project = kitProject();
    await using terminal = await interactiveShell(project.path);
    terminal.send(`setsid -w tackle bash -c 'echo up; read x; echo "got $x"'${pipe}\r`);
    await terminal.expect(/\nup\n/);
    terminal.send('this\r');
    await terminal.expect(/\ngot this\n[^]*sh> $/);
    await terminalIsAsItWas(terminal);
  },
);

test('a pager whose input is a file takes its keys from the terminal, and gives it back', async () => {
  using project = kitProject();
  const lines = Array.from({ length: 200 }, (_, index) => `line ${index}`);
  writeFileSync(join(project.path, 'lines'), lines.join('\n'));
  await using terminal = await interactiveShell(project.path);
  terminal.send('tackle less < lines\r');
  await terminal.expect(/line 22\s/);
  terminal.send('G');
  await terminal.expect(/line 199/);
  terminal.send('q');
  await terminal.expect(PROMPT);
  await terminalIsAsItWas(terminal);
});

test('a resize is told when stdin alone is the terminal', async () => {
  using project = kitProject();
  await using terminal = await interactiveShell(project.path);
  const tool = 'trap "stty size; exit" WINCH; echo up; while :; do sleep 0.05; done';
  terminal.send(`tackle bash -c '${tool}' 2>errors | cat\r`);
  await terminal.expect(/\nup\n/);
  terminal.resize(101, 37);
  await terminal.expect(/37 101\n[^]*sh> $/);
});

test('Ctrl-Z in the pager of a pipeline, then fg: the keys are the pager’s', async () => {
  using project = kitProject();
  await using terminal = await interactiveShell(project.path);
  terminal.send('tackle bash -c "seq 1 1000000" | less\r');
  await terminal.expect(/\n22\n[^]*:$/);
  // Between its prompt and its wait for a key less loses a Ctrl-Z, natively too.
  await atRest({ project: project.path, patience: 30_000 }, 'less');
  terminal.send('\x1a');
  await terminal.expect(/Stopped[^]*sh> $/);
  terminal.send('fg\r');
  await terminal.expect(/\n22\n[^]*:$/);
  terminal.send('q');
  await terminal.expect(PROMPT);
  await terminalIsAsItWas(terminal);
});

test('after a SIGSTOP, fg finds the keyboard as raw as it was', async () => {
  using project = kitProject();
  await using terminal = await interactiveShell(project.path);
  terminal.send('tackle python3\r');
  await terminal.expect('>>> ');
  process.kill(jobOf(terminal), 'SIGSTOP');
  await terminal.expect(/Stopped[^]*sh> $/);
  terminal.send('stty sane; stty -a > before; fg\r');
  await terminal.expect(/\ntackle .*\n/);
  terminal.send('print("ab" +\x7f\x7f + "cd")\r');
  await terminal.expect(/\nabcd\n/);
  terminal.send('\x04');
  await terminal.expect(PROMPT);
  await terminalIsAsItWas(terminal);
});
