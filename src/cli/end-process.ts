import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { DeathSignal } from '../engines/engine.ts';

/** Lets the process end with this status as soon as nothing keeps it alive. */
export function endWith(status: number): void {
  process.exitCode = status;
}

/** Ends the process without having V8 give back its memory piece by piece first, which takes it some milliseconds. */
export function endAtOnce(status: number): void {
  // eslint-disable-next-line no-restricted-properties
  process.exit(status);
}

/**
 * Ends the process by this signal, so that the caller sees what it would have seen of the tool: a
 * shell loop stops on Ctrl-C, `wait` says 128 and the signal's number.
 *
 * libuv puts the default disposition back when the last listener of a signal goes; that holds for
 * `SIGPIPE` too, which Node ignores from its start, once there was a listener at all. Where the
 * signal cannot kill (as PID 1 of a container, whose default dispositions the kernel ignores) the
 * status is 128 and the signal's number.
 */
export function endBySignal(signal: DeathSignal): void {
  process.exitCode = 128 + (typeof signal === 'number' ? signal : constants.signals[signal]);
  // Nobody listens for a real-time signal, and nobody can for these two.
  if (typeof signal === 'string' && signal !== 'SIGKILL' && signal !== 'SIGSTOP') {
    process.on(signal, () => undefined);
    process.removeAllListeners(signal);
    leaveNoCore();
  }
  process.kill(process.pid, signal);
}

/**
 * Some signals leave a core file in the working directory, where `ulimit -c` allows it. The tool's own lies
 * there, and this process's would take its place: so it is made to hold no memory, and to have no place to
 * be written to, for nobody can make a file in `/proc` (core(5)).
 */
function leaveNoCore(): void {
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
    process.chdir('/proc');
  } catch {
    // No Linux: then there is no tool either.
  }
}
