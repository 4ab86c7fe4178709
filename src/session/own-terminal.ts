import { constants } from 'node:fs';
import { PassThrough, type Writable } from 'node:stream';
import { WriteStream } from 'node:tty';
import type { TerminalSize } from '../engines/engine.ts';
import type { Stdio } from '../plan/launch-plan.ts';
import type { CallerTerminal } from './caller.ts';
import { groundOf } from './ground-of.ts';
import { openControlling, openTerminal } from './open-terminal.ts';
import { ownKeyboard } from './own-keyboard.ts';
import { setBlocking } from './set-blocking.ts';

/** The terminal behind those of this process's descriptors that are one; or else the one that controls it. */
export function ownTerminal(stdio: Stdio): CallerTerminal | undefined {
  const descriptor = descriptorOf(stdio);
  if (descriptor === undefined) return undefined;
  const keyboard = ownKeyboard(stdio, descriptor);
  return {
    ...keyboard,
    screen: screenOf(stdio, descriptor),
    size: () => sizeOf(descriptor),
    ground: () => groundOf(descriptor),
  };
}

function descriptorOf({ stdin, stdout, stderr, controlling }: Stdio): number | undefined {
  const descriptor = [stdin, stdout, stderr].indexOf('terminal');
  if (descriptor >= 0) return descriptor;
  return controlling && openControlling();
}

/**
 * Where the tool's terminal is shown: the same terminal, opened again. Node's own streams wait for a terminal that
 * takes nothing, as after Ctrl-S, and hear of no signal meanwhile.
 */
function screenOf(stdio: Stdio, descriptor: number): Writable {
  const fd = openTerminal(descriptor, constants.O_WRONLY);
  if (fd !== undefined) {
    const screen = new WriteStream(fd);
    setBlocking(screen, false);
    return screen;
  }
  if (stdio.stdout === 'terminal') return process.stdout;
  if (stdio.stderr === 'terminal') return process.stderr;
  return new PassThrough().resume();
}

/** As it is at this moment: Node keeps the size only of `process.stdout` and `process.stderr` up to date. */
function sizeOf(descriptor: number): TerminalSize | undefined {
  const fd = openTerminal(descriptor, constants.O_WRONLY);
  if (fd === undefined) return undefined;
  const probe = new WriteStream(fd);
  const { rows, columns } = probe;
  probe.destroy();
  return rows > 0 && columns > 0 ? { rows, columns } : undefined;
}
