import type { Stats } from 'node:fs';
import { statSync } from 'node:fs';
import { absolutePathOf } from '../kernel/brand.ts';
import type { FoundPath } from '../plan/host-facts.ts';
import { linksIn } from './links-in-path.ts';
import { pathForNode } from './path-for-node.ts';
import { realPathOf } from './real-path.ts';

/** With whether a link on the way enters a directory and leaves it again. */
export interface Found extends FoundPath {
  readonly climbs: boolean;
}

/** What is where an absolute path leads to, with all that the path becomes on the way; nothing where nothing is. */
export function findPath(whole: string): Found | undefined {
  const path = absolutePathOf(whole);
  const realPath = realPathOf(whole);
  if (path === undefined || realPath === undefined) return undefined;
  const found = look(realPath, statSync);
  if (found === undefined) return undefined;
  const kind = kindOf(found);
  if (path === realPath) return { names: [path], kind, climbs: false };
  const { names, climbs } = linksIn(whole);
  const last = names.at(-1) ?? path;
  return { names: [path, ...names, ...(last === realPath ? [] : [realPath])], kind, climbs };
}

export function kindOf(found: Stats): Found['kind'] {
  return found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'special';
}

export function look(path: string, how: typeof statSync): Stats | undefined {
  try {
    return how(pathForNode(path), { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
