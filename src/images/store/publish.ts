import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory } from './durable-file.ts';

/**
 * Moves a finished directory to its place, all at once. False when another process was first; what was made
 * then stays where it is, for whoever made it to remove.
 */
export function publish(made: string, place: string): boolean {
  try {
    renameSync(made, place);
  } catch (error) {
    // rename(2) replaces an empty directory alone, and none here is.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
  syncDirectory(dirname(place));
  return true;
}
