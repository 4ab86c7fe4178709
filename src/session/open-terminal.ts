import { constants, openSync } from 'node:fs';

/**
 * The terminal behind a descriptor, opened again. By the descriptor first: a process without a controlling
 * terminal (`setsid`) has no /dev/tty. After `su`, the terminal is another user's and only /dev/tty opens.
 */
export function openTerminal(descriptor: number, mode: number): number | undefined {
  for (const path of [`/proc/self/fd/${descriptor}`, '/dev/tty']) {
    try {
      return openSync(path, mode | constants.O_NOCTTY);
    } catch {
      // The other one, or none.
    }
  }
  return undefined;
}

/** The terminal that controls this process, whoever's it is. */
export function openControlling(): number | undefined {
  try {
    return openSync('/dev/tty', constants.O_RDWR | constants.O_NOCTTY);
  } catch {
    return undefined;
  }
}
