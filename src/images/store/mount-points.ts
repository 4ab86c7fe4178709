import { directory } from './layer-tree.ts';
import type { MergedDirectory } from './merge-layers.ts';

/**
 * Where nearly every launch mounts something: the caller's time zone. Slim images lack it, and a root is read-only when it
 * is launched: then all of `/usr/share` would be taken apart every time, and each of its entries mounted by itself.
 */
const ZONES = { around: ['usr', 'share'], name: 'zoneinfo' };

/** Adds it, empty, to an image that has the directory around it and nothing of its name. */
export function addMountPoints(root: MergedDirectory): void {
  let at = root;
  for (const name of ZONES.around) {
    const node = at.children.get(name);
    if (node?.kind !== 'directory') return;
    at = node;
  }
  if (!at.children.has(ZONES.name)) at.children.set(ZONES.name, directory() as MergedDirectory);
}
