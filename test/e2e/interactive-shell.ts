import { dirname } from 'node:path';
import { Terminal } from '../rig/pty.ts';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';

/** A real interactive shell that finds `tackle`, in a terminal whose modes it has written down. */
export async function interactiveShell(cwd: string): Promise<Terminal> {
  const PATH = `${dirname(TACKLE)}:${process.env['PATH'] ?? ''}`;
  const env = { ...tackleEnv(), PATH, PS1: 'sh> ' };
  const terminal = new Terminal('bash', ['--norc', '--noprofile', '-i'], { cwd, env });
  await terminal.expect('sh> ');
  // Bracketed paste would put control characters around every line.
  terminal.send(`bind 'set enable-bracketed-paste off'; stty -a > before\r`);
  await terminal.expect(/before\n[^]*sh> $/);
  return terminal;
}

/** Fails unless the terminal has the modes that it had before the first tool. */
export async function terminalIsAsItWas(terminal: Terminal): Promise<void> {
  terminal.send('stty -a | cmp - before && echo same modes\r');
  await terminal.expect(/\nsame modes\n/);
}
