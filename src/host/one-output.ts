import { constants, fstatSync, readFileSync } from 'node:fs';

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
  const [before, other, after] = [lookAt(first), lookAt(second), lookAt(first)];
  if (before.flags !== other.flags) return false;
  const appends = (other.flags & constants.O_APPEND) !== 0;
  return appends || (before.position <= other.position && other.position <= after.position);
}

/** What `/proc/self/fdinfo` says, proc(5); of the flags, Node sets close-on-exec on all descriptors alike. */
function lookAt(descriptor: number): { readonly position: number; readonly flags: number } {
  const text = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1');
  const [, position, flags] = /^pos:\s*(\d+)\nflags:\s*([0-7]+)$/m.exec(text) ?? [];
  return { position: Number(position), flags: Number.parseInt(flags ?? '', 8) };
}
