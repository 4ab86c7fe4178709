import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DiskFact } from '../doctor/facts.ts';

/** The file systems that these directories are on, or would be; each once. */
export function roomFor(directories: readonly string[]): readonly DiskFact[] {
  const disks = new Map<number, DiskFact>();
  for (const directory of directories) {
    const path = nearestThere(directory);
    const { dev } = statSync(path);
    const { bavail, bsize, files, ffree } = statfsSync(path);
    const counted = files > 0 ? { freeFiles: ffree } : {};
    if (!disks.has(dev)) disks.set(dev, { path: directory, freeBytes: bavail * bsize, ...counted });
  }
  return [...disks.values()];
}

/** The directory, or the nearest above it that is there. */
export function nearestThere(directory: string): string {
  return directory === '/' || isDirectory(directory) ? directory : nearestThere(dirname(directory));
}

/** One that cannot be looked at is as good as none. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
