import { constants, createReadStream, fstatSync, readlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { openAgain } from './open-again.ts';
import { putNull } from './put-null.ts';

/** The input of this process; `close` as `Caller` has it. */
export interface OwnInput {
  readonly stream: Readable;
  close(): void;
}

/**
 * This process's stdin, with what Node's own does otherwise than a native program: it changes the flags of a pipe
 * (see `openAgain`), and a directory is to it an input that is empty. Reads ahead as soon as it is made.
 */
export function ownInput(): OwnInput {
  const kind = kindOf(0);
  if (kind === 'file') {
    return { stream: createReadStream('', { fd: 0, autoClose: false }), close: () => undefined };
  }
  const fd = kind === 'pipe' ? openAgain(0, constants.O_RDONLY) : undefined;
  const stream = fd === undefined ? process.stdin : new Socket({ fd, writable: false });
  let isOpen = !isatty(0);
  return {
    stream,
    close() {
      stream.destroy();
      if (isOpen) putNull(0);
      isOpen = false;
    },
  };
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
