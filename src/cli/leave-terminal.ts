import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Leaves the terminal's modes to those who set them. Node would put back what it found when it started, and that
 * may have been `less`, in raw mode, in a pipeline that `less` has left meanwhile. Of a descriptor that leads
 * elsewhere by now Node keeps its hands off (`ResetStdio`). Where a terminal has hung up, Node 20 would abort
 * (nodejs/node#58200).
 */
export function leaveTerminal(): void {
  for (const descriptor of [0, 1, 2].filter(isDevice)) {
    try {
      // Kept open to the last: whoever is at the other end of a terminal that nobody has open hangs it up.
      if (isatty(descriptor))
        openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NOCTTY);
    } catch {
      continue; // another user's, after `su`
    }
    closeSync(descriptor);
    openSync('/dev/null', 'r+'); // the lowest number that is free: that one
  }
}

/** A terminal, one that has hung up too; or such as /dev/null. */
function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}
