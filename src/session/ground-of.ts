import { fstatSync, readFileSync } from 'node:fs';
import type { Ground } from '../engines/engine.ts';

/** The device number of /dev/tty: the controlling terminal, whichever it is. */
const CONTROLLING = 0x0500;

/**
 * Whether this process's group is in the foreground of the terminal: `pgrp`, `tty_nr` and `tpgid` of
 * `/proc/self/stat`, proc(5). Of a terminal that does not control this process (after `setsid`, in
 * `su -c`, another session's) everybody may read.
 */
export function groundOf(descriptor: number): Ground {
  const stat = procStat();
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [, , group, , terminal, foreground] = fields;
  const { rdev } = fstatSync(descriptor);
  const controls = rdev === CONTROLLING || rdev === Number(terminal);
  return controls && group !== foreground ? 'back' : 'fore';
}

/** A line of numbers; empty where there is no /proc. */
function procStat(): string {
  try {
    return readFileSync('/proc/self/stat', 'latin1');
  } catch {
    return '';
  }
}
