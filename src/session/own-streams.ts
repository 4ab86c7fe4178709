import {
  constants,
  createReadStream,
  createWriteStream,
  fstatSync,
  openSync,
  readlinkSync,
} from 'node:fs';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { isatty } from 'node:tty';

/*
 * This process's standard streams, where Node's own differ from what a native program does with them:
 *   - Node makes a pipe non-blocking for everybody who shares it, and `cat` sees EAGAIN in
 *     `(tool & cat file) | less`. A pipe that is opened again has flags of its own.
 *   - `process.stdout` takes a short write to a file for a whole one: on a full disk the rest is lost.
 *   - A directory and a block device are to Node an input that is empty, and an output that forgets.
 */

/** Reads ahead as soon as it is made. */
export function ownInput(): Readable {
  switch (kindOf(0)) {
    case 'file':
      return createReadStream('', { fd: 0, autoClose: false });
    case 'pipe': {
      const fd = openAgain(0, constants.O_RDONLY);
      return fd === undefined ? process.stdin : new Socket({ fd, writable: false });
    }
    case 'other':
      return process.stdin;
  }
}

export function ownOutput(descriptor: 1 | 2): Writable {
  const nodes = descriptor === 1 ? 'stdout' : 'stderr';
  switch (kindOf(descriptor)) {
    case 'file':
      return createWriteStream('', { fd: descriptor, autoClose: false });
    case 'pipe': {
      const fd = openAgain(descriptor, constants.O_WRONLY);
      return fd === undefined ? process[nodes] : new Socket({ fd, readable: false });
    }
    case 'other':
      return process[nodes];
  }
}

/**
 * `other`: a terminal, which libuv opens again by itself; a socket, which nobody can; a FIFO with a name,
 * which would never end if it were opened again after its last writer has gone (`fifo_open` of Linux).
 */
function kindOf(descriptor: number): 'file' | 'pipe' | 'other' {
  const status = fstatSync(descriptor);
  if (status.isFIFO()) return isNameless(descriptor) ? 'pipe' : 'other';
  return status.isSocket() || isatty(descriptor) ? 'other' : 'file';
}

/** What `/proc` shows of a pipe is `pipe:[4711]`, and of a FIFO its path. */
function isNameless(descriptor: number): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('pipe:');
  } catch {
    return false;
  }
}

/** Nothing where it may not be: a pipe that another user made, or one whose last reader has gone. */
function openAgain(descriptor: number, mode: number): number | undefined {
  try {
    return openSync(`/proc/self/fd/${descriptor}`, mode | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}
