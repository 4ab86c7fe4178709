import { constants, openSync } from 'node:fs';

/**
 * A pipe of this process's by another descriptor, which has flags of its own. Node makes a pipe non-blocking for
 * everybody who shares it, and `cat` would see EAGAIN in `(tool & cat file) | less`.
 *
 * Nothing for a socket, a pipe that another user made, a FIFO with nobody at its other end.
 */
export function openAgain(descriptor: number, mode: number): number | undefined {
  try {
    return openSync(`/proc/self/fd/${descriptor}`, mode | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}
