import { spawnSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { ReadStream, WriteStream } from 'node:tty';
import type { Ground, TerminalSize } from '../engines/engine.ts';
import { ignoredSignals } from '../host/ignored-signals.ts';
import type { Stdio } from '../plan/launch-plan.ts';
import type { Caller, CallerTerminal } from './caller.ts';

/**
 * What a launcher passes on. Not among them: SIGKILL and SIGSTOP, which nobody can catch; SIGTTIN and
 * SIGTTOU, which are between this process and its own terminal; SIGWINCH, which is told as a size.
 */
const PASSED_ON: readonly NodeJS.Signals[] = [
  ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const),
  ...(['SIGALRM', 'SIGTSTP', 'SIGCONT'] as const),
];

/** How long to wait for a stopping signal to stop this process before it counts as thrown away. */
const STOP_MS = 100;

/** This process as the caller. `stdio` says which of its descriptors are terminals. */
export function processCaller(stdio: Stdio): Caller {
  const terminal = processTerminal(stdio);
  const listeners = new Set<(name: NodeJS.Signals) => void>();
  let goOn: (() => void) | undefined;

  const hear = (name: NodeJS.Signals): void => {
    if (name === 'SIGCONT' && goOn) goOn();
    else for (const tell of listeners) tell(name);
  };
  const ignored = ignoredSignals(PASSED_ON);
  const heard = PASSED_ON.filter((name) => !ignored.has(name));
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    ...(terminal && { terminal }),
    onSignal(listener) {
      if (listeners.size === 0) for (const name of heard) process.on(name, hear);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) for (const name of heard) process.off(name, hear);
      };
    },
    async stopSelf(signal) {
      // With a listener the signal would be heard instead of obeyed.
      process.off('SIGTSTP', hear);
      const gone = new Promise<void>((resolve) => (goOn = resolve));
      process.kill(0, signal);
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([gone, new Promise((resolve) => (timer = setTimeout(resolve, STOP_MS)))]);
      clearTimeout(timer);
      goOn = undefined;
      if (listeners.size > 0 && heard.includes('SIGTSTP')) process.on('SIGTSTP', hear);
    },
  };
}

function processTerminal(stdio: Stdio): CallerTerminal | undefined {
  if (![stdio.stdin, stdio.stdout, stdio.stderr].includes('terminal')) return undefined;
  const screen = screenOf(stdio);
  const keys = new PassThrough();
  // In `tool | cat`, cat writes to this terminal too, and counts on its newlines being translated.
  const isAlone = stdio.stdin === 'terminal' && stdio.stdout === 'terminal';
  let keyboard: ReadStream | undefined;
  let raw = false;
  const take = (chunk: Buffer): void => {
    if (!keys.write(chunk)) {
      keyboard?.pause();
      keys.once('drain', () => raw && keyboard?.resume());
    }
  };
  return {
    keys,
    screen,
    size: () => sizeOf(screen),
    ground,
    enterRaw() {
      if (raw) return;
      raw = true;
      keyboard ??= keyboardOf(stdio);
      keyboard.setRawMode(true);
      if (isAlone) passOutputThrough();
      keyboard.on('data', take);
      keyboard.resume();
    },
    restore() {
      if (!raw || !keyboard) return;
      raw = false;
      keyboard.off('data', take);
      keyboard.pause();
      keyboard.setRawMode(false);
    },
    onResize(listener) {
      const tell = (): void => {
        const size = sizeOf(screen);
        if (size) listener(size);
      };
      screen.on('resize', tell);
      return () => void screen.off('resize', tell);
    },
  };
}

/** Where the tool's terminal is shown: the same terminal, by whichever descriptor leads to it. */
function screenOf(stdio: Stdio): WriteStream {
  if (stdio.stdout === 'terminal') return process.stdout;
  if (stdio.stderr === 'terminal') return process.stderr;
  return new WriteStream(openSync('/dev/tty', 'w'));
}

/** With stdin elsewhere, a tool such as `less` reads keys from /dev/tty. */
function keyboardOf(stdio: Stdio): ReadStream {
  if (stdio.stdin === 'terminal') return process.stdin;
  return new ReadStream(openSync('/dev/tty', 'r'));
}

function sizeOf(screen: WriteStream): TerminalSize | undefined {
  const { rows, columns } = screen;
  return rows > 0 && columns > 0 ? { rows, columns } : undefined;
}

/**
 * libuv's raw mode leaves `onlcr` on, so that a bare newline, which a full-screen program uses to move
 * the cursor down, would also move it to the left edge. The tool's own pty has done that translation
 * where it is wanted. `setRawMode(false)` puts back everything, this included.
 */
function passOutputThrough(): void {
  spawnSync('stty', ['-F', '/dev/tty', '-opost'], { stdio: 'ignore' });
}

/** Whether this process's group is in the foreground: `pgrp` and `tpgid` of `/proc/self/stat`, proc(5). */
function ground(): Ground {
  const stat = procStat();
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return group === foreground ? 'fore' : 'back';
}

/** A line of numbers; empty where there is no /proc. */
function procStat(): string {
  try {
    return readFileSync('/proc/self/stat', 'latin1');
  } catch {
    return '';
  }
}
