import { closeSync, openSync } from 'node:fs';

/**
 * Lets go of one of this process's first three descriptors, and puts /dev/null there: left free, its number would
 * be that of the next file or socket.
 */
export function putNull(descriptor: number): void {
  closeSync(descriptor);
  const fd = openSync('/dev/null', 'r+'); // the lowest number that is free
  if (fd !== descriptor) closeSync(fd);
}
