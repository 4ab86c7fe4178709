import type { Socket } from 'node:net';

/**
 * Whether writes wait in the kernel (`O_NONBLOCK` of open(2)), for everybody who shares what is behind the stream.
 * Node chooses for itself and has no other way to it.
 */
export function setBlocking(stream: Socket, on: boolean): void {
  const { _handle } = stream as { _handle?: { setBlocking?(on: boolean): void } | null };
  _handle?.setBlocking?.(on);
}
