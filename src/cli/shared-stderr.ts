import { fstatSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/**
 * Gives this process a `process.stderr` that leaves a pipe or a socket as it is. Node's own makes it non-blocking
 * for everybody who shares it, and comes into being as soon as any socket is closed: `net` then asks whether
 * that is it.
 */
export function shareStderr(): void {
  const status = fstatSync(2);
  if (!status.isFIFO() && !status.isSocket()) return;
  let stderr: Writable | undefined;
  Object.defineProperty(process, 'stderr', {
    configurable: true,
    enumerable: true,
    get: () => (stderr ??= Object.assign(new Writable({ write }), { fd: 2 })),
  });
}

/** What nobody can read any more is lost. */
function write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
  try {
    let rest = chunk;
    while (rest.length > 0) rest = rest.subarray(writeSync(2, rest));
  } catch {
    // No reader; or no room, where somebody else has made the pipe non-blocking.
  }
  done();
}
