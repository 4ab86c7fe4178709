import { constants, createWriteStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { descriptorInfo } from '../host/descriptor-info.ts';
import { openAgain } from './open-again.ts';
import { putNull } from './put-null.ts';
import { setBlocking } from './set-blocking.ts';

/** An output of this process; `release` and `close` as `Caller` has them. */
export interface OwnOutput {
  readonly stream: Writable;
  release(): void;
  close(): void;
}

/**
 * This process's stdout or stderr, with what Node's own do otherwise than a native program: they change the flags of
 * a pipe (see `openAgain`), take a short write to a file for a whole one, so that the rest is lost on a full disk,
 * and forget what is written to a directory or a block device.
 */
export function ownOutput(descriptor: 1 | 2): OwnOutput {
  const nothing = { release: () => undefined, close: () => undefined };
  if (isatty(descriptor)) {
    return { stream: descriptor === 1 ? process.stdout : process.stderr, ...nothing };
  }
  const status = fstatSync(descriptor);
  const hasReader = status.isFIFO() || status.isSocket();
  return (
    (hasReader ? outputWithReader(descriptor) : undefined) ?? {
      stream: createWriteStream('', { fd: descriptor, autoClose: false }),
      ...nothing,
    }
  );
}

/** Nothing for a socket that is no stream: Node knows none but those. */
function outputWithReader(descriptor: number): OwnOutput | undefined {
  const again = openAgain(descriptor, constants.O_WRONLY);
  const wasBlocking = again === undefined && isBlocking(descriptor);
  const stream = socketOf(again ?? descriptor);
  if (stream === undefined) return undefined;
  let isOpen = true;
  const release = (): void => {
    if (wasBlocking) setBlocking(stream, true); // as it was for those who share it
    stream.destroy();
  };
  return {
    stream,
    release,
    close() {
      release();
      if (isOpen) putNull(descriptor);
      isOpen = false;
    },
  };
}

function socketOf(fd: number): Socket | undefined {
  try {
    return new Socket({ fd, readable: false });
  } catch {
    return undefined;
  }
}

function isBlocking(descriptor: number): boolean {
  try {
    return (descriptorInfo(descriptor).flags & constants.O_NONBLOCK) === 0;
  } catch {
    return false; // nobody knows: it is left as it is
  }
}
