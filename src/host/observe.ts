import { lstatSync, statSync, type BigIntStats } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pathForNode } from './path-for-node.ts';

/** What is at a path: nothing, or what stat(2) says of it in the words of `native/launch/guards.c`. */
export interface Observation {
  readonly path: string;
  /** Device and inode: the same file or directory, whatever becomes of its contents. */
  readonly identity?: string;
  /** That, with type, size and times. */
  readonly contents?: string;
  /** In a directory that this process may not enter: nobody knows what there is. */
  readonly isHidden?: true;
}

/**
 * Links are followed, and of one that leads nowhere the link itself is looked at. One that leads to where this process may not
 * look throws: nobody can watch that.
 */
export function observe(path: string): Observation {
  const found = look(path);
  if (found === 'hidden') return { path, isHidden: true };
  if (found === undefined) return { path };
  const { dev, ino, mode, size, mtimeNs, ctimeNs } = found;
  const identity = `${found.isSymbolicLink() ? 'link ' : ''}${dev} ${ino}`;
  return { path, identity, contents: `${identity} ${mode} ${size} ${mtimeNs} ${ctimeNs}` };
}

function look(path: string): BigIntStats | 'hidden' | undefined {
  const place = pathForNode(path);
  let itself: BigIntStats | undefined;
  try {
    itself = lstatSync(place, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return undefined;
    if (code === 'EACCES') return 'hidden';
    throw error;
  }
  return statSync(place, { bigint: true, throwIfNoEntry: false }) ?? itself;
}

/** In nanoseconds: the kernel takes the times of files from a clock that ticks a hundred times a second or more often. */
const TICK = 20_000_000n;
const SECOND = 1_000_000_000n;

/**
 * Whether the file was last changed so long before `since` (in milliseconds since 1970) that each change after that
 * shows in its times. One with whole seconds may lie on a file system that has no others.
 */
export function wasSettled(path: string, since: number): boolean {
  const found = look(path);
  if (found === undefined || found === 'hidden') return true;
  const changed = found.ctimeNs;
  const step = changed % SECOND === 0n ? 2n * SECOND : TICK;
  return changed + step < BigInt(Math.floor(since * 1000)) * 1000n;
}

/** In milliseconds; longer than files need that have whole times. */
const MOST_PATIENCE = 200;

/**
 * Waits until a change of these files would show in their times, and gives that moment, in milliseconds since 1970. Who
 * writes a config and runs a command at once waits some milliseconds; where it takes longer, nobody waits.
 */
export async function untilSettled(paths: readonly string[]): Promise<number> {
  const from = Date.now();
  for (;;) {
    const now = Date.now();
    if (now > from + MOST_PATIENCE || paths.every((path) => wasSettled(path, now))) return now;
    await setTimeout(2);
  }
}
