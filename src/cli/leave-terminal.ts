import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Leaves the terminal's modes to those who set them. Node would put back what it found when it started, and that
 * may have been `less`, in raw mode, in a pipeline that `less` has left meanwhile; in the background, libuv would be
 * stopped by SIGTTOU in doing so. Of a descriptor that leads elsewhere by now they keep their hands off
 * (`ResetStdio`, `uv_tty_reset_mode`). Where a terminal has hung up, Node 20 would abort (nodejs/node#58200).
 */
export function leaveTerminal(): void {
  for (const descriptor of [0, 1, 2].filter(isDevice)) {
    if (isatty(descriptor)) keepOpen(descriptor);
    closeSync(descriptor);
    openSync('/dev/null', 'r+'); // the lowest number that is free: that one
  }
}

/** To the last: whoever is at the other end of a terminal that nobody has open hangs it up. */
function keepOpen(descriptor: number): void {
  // After `su` the terminal is another user's, and only the second opens.
  for (const path of [`/proc/self/fd/${descriptor}`, '/dev/tty']) {
    try {
      openSync(path, constants.O_WRONLY | constants.O_NOCTTY);
      return;
    } catch {
      // A hang-up is no concern of a process that this terminal does not control.
    }
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
