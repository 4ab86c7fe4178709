import { constants, createReadStream, fstatSync, readlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { openAgain } from './open-again.ts';

/**
 * This process's stdin, with what Node's own does otherwise than a native program: it changes the flags of a pipe
 * (see `openAgain`), and a directory is to it an input that is empty. Reads ahead as soon as it is made.
 */
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
