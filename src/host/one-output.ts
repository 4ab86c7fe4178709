import { constants, fstatSync } from 'node:fs';
import { descriptorInfo } from './descriptor-info.ts';

/**
 * Whether what is written to the one descriptor of this process and what is written to the other come out in
 * the order of the writes: they are one open file, as after `2>&1`.
 *
 * A pipe, a socket or a device has one end for all who have it open. A file may be open twice, each time with a
 * position of its own, and nothing but kcmp(2), which Node has not, tells for sure: two that stand at one
 * position with the same flags count as one. That is wrong for `>log 2>log`, where each overwrites the other.
 */
export function areOneOutput(first: number, second: number): boolean {
  const [one, other] = [fstatSync(first), fstatSync(second)];
  if (one.dev !== other.dev || one.ino !== other.ino) return false;
  if (!one.isFile() && !one.isBlockDevice()) return true;
  try {
    return standTogether(first, second);
  } catch {
    return false; // without /proc
  }
}

/** Somebody else may be writing to the file, and move the position between two looks. */
function standTogether(first: number, second: number): boolean {
  const before = descriptorInfo(first);
  const other = descriptorInfo(second);
  const after = descriptorInfo(first);
  if (before.flags !== other.flags) return false;
  const appends = (other.flags & constants.O_APPEND) !== 0;
  return appends || (before.position <= other.position && other.position <= after.position);
}
