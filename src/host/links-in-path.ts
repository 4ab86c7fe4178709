import { readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import { decodeBytes } from '../kernel/byte-text.ts';
import { pathForNode } from './path-for-node.ts';

/** So many symbolic links the kernel follows before it says ELOOP (path_resolution(7)). */
const MOST_LINKS = 40;

/**
 * What an absolute path becomes with each symbolic link that the kernel follows in it, in that order; and
 * whether a link's text enters a directory and leaves it again.
 */
export function linksIn(path: string): {
  readonly names: readonly AbsolutePath[];
  readonly climbs: boolean;
} {
  const names: AbsolutePath[] = [];
  let climbs = false;
  let done = '/';
  let rest = partsOf(path);
  for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
    const here = part === '..' ? dirname(done) : `${done === '/' ? '' : done}/${part}`;
    const target = part === '..' ? undefined : linkAt(here);
    if (target === undefined) {
      done = here;
      continue;
    }
    if (names.length === MOST_LINKS) break;
    if (target.startsWith('/')) done = '/';
    climbs ||= doesClimb(target);
    rest = [...partsOf(target), ...rest];
    const name = absolutePathOf(`${done}/${rest.join('/')}`);
    if (name !== undefined) names.push(name);
  }
  return { names, climbs };
}

/** Whether the words of a path enter a directory and leave it again: `lib/../data`, but not `../data`. */
export function doesClimb(path: string): boolean {
  const parts = partsOf(path);
  const entered = parts.findIndex((part) => part !== '..');
  return entered !== -1 && parts.includes('..', entered);
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** What a symbolic link says; nothing for anything else. */
function linkAt(path: string): string | undefined {
  try {
    return decodeBytes(readlinkSync(pathForNode(path), 'buffer'));
  } catch {
    return undefined;
  }
}
