import { spawnSync } from 'node:child_process';
import { constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { PassThrough, type Writable } from 'node:stream';
import { isatty, ReadStream, WriteStream } from 'node:tty';
import type { Ground, TerminalSize } from '../engines/engine.ts';
import type { Stdio } from '../plan/launch-plan.ts';
import type { CallerTerminal } from './caller.ts';
import { setBlocking } from './set-blocking.ts';

/** The terminal behind those of this process's descriptors that are one. */
export function ownTerminal(stdio: Stdio): CallerTerminal | undefined {
  const descriptor = [stdio.stdin, stdio.stdout, stdio.stderr].indexOf('terminal');
  if (descriptor < 0) return undefined;
  const keyboard = ownKeyboard(stdio, descriptor);
  return {
    ...keyboard,
    screen: screenOf(stdio, descriptor),
    size: () => sizeOf(descriptor),
    ground: () => groundOf(descriptor),
  };
}

function ownKeyboard(
  stdio: Stdio,
  descriptor: number,
): Pick<CallerTerminal, 'keys' | 'enterRaw' | 'restore'> {
  const keys = new PassThrough();
  // In `tool | cat`, cat writes to this terminal too, and counts on its newlines being translated.
  const isAlone = stdio.stdin === 'terminal' && stdio.stdout === 'terminal';
  let keyboard: ReadStream | undefined;
  // A terminal that has hung up is none any more. One that is another job's fails to be read, too.
  const looksHungUp = (): void => {
    if (!isatty(descriptor)) keys.end();
  };
  const take = (chunk: Buffer): void => {
    if (keys.write(chunk)) return;
    keyboard?.pause();
    keys.once('drain', () => keyboard?.resume());
  };
  return {
    keys,
    enterRaw() {
      if (keyboard) return;
      keyboard = openKeyboard(stdio, descriptor);
      if (!keyboard) return;
      for (const event of ['end', 'error']) keyboard.off(event, looksHungUp).on(event, looksHungUp);
      // libuv goes by what it set itself; a shell may have set something else while this process was stopped.
      keyboard.setRawMode(false).setRawMode(true);
      if (isAlone) passOutputThrough();
      keyboard.on('data', take).resume();
    },
    restore() {
      const left = keyboard;
      keyboard = undefined;
      if (!left) return;
      left.off('data', take).pause();
      // In the background the modes are the shell's affair, and setting them would stop this process.
      if (groundOf(descriptor) === 'fore') left.setRawMode(false);
      if (left !== process.stdin) left.destroy();
    },
  };
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

/** With stdin elsewhere, a tool such as `less` reads keys from /dev/tty. */
function openKeyboard(stdio: Stdio, descriptor: number): ReadStream | undefined {
  if (stdio.stdin === 'terminal') return process.stdin;
  const fd = openTerminal(descriptor, constants.O_RDONLY);
  return fd === undefined ? undefined : new ReadStream(fd);
}

/**
 * The terminal behind a descriptor, opened again. By the descriptor first: a process without a controlling
 * terminal (`setsid`) has no /dev/tty. After `su`, the terminal is another user's and only /dev/tty opens.
 */
function openTerminal(descriptor: number, mode: number): number | undefined {
  for (const path of [`/proc/self/fd/${descriptor}`, '/dev/tty']) {
    try {
      return openSync(path, mode | constants.O_NOCTTY);
    } catch {
      // The other one, or none.
    }
  }
  return undefined;
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

/**
 * libuv's raw mode leaves `onlcr` on, so that a bare newline, which a full-screen program uses to move
 * the cursor down, would also move it to the left edge. The tool's own pty has done that translation
 * where it is wanted. `setRawMode(false)` puts back everything, this included.
 */
function passOutputThrough(): void {
  spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] });
}

/** The device number of /dev/tty: the controlling terminal, whichever it is. */
const CONTROLLING = 0x0500;

/**
 * Whether this process's group is in the foreground of the terminal: `pgrp`, `tty_nr` and `tpgid` of
 * `/proc/self/stat`, proc(5). Of a terminal that does not control this process (after `setsid`, in
 * `su -c`, another session's) everybody may read.
 */
function groundOf(descriptor: number): Ground {
  const stat = procStat();
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [, , group, , terminal, foreground] = fields;
  const { rdev } = fstatSync(descriptor);
  const controls = rdev === CONTROLLING || rdev === Number(terminal);
  return controls && group !== foreground ? 'back' : 'fore';
}

/** A line of numbers; empty where there is no /proc. */
function procStat(): string {
  try {
    return readFileSync('/proc/self/stat', 'latin1');
  } catch {
    return '';
  }
}
