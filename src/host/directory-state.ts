import { accessSync, constants, lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DirectoryFact } from '../doctor/facts.ts';
import { isDirectory, nearestThere } from './disk-room.ts';
import type { Environment } from './environment.ts';
import { runtimeDir } from './runtime-dir.ts';

/** Whether a directory can be written to, or made. */
export function stateOf(path: string): DirectoryFact {
  const other = otherThanDirectory(path);
  if (other !== undefined) return { path: other, state: 'no directory' };
  const nearest = nearestThere(path);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    return { path, state: 'usable' };
  } catch {
    return { path, state: nearest === path ? 'not writable' : 'cannot be made' };
  }
}

/** The same of where sockets of launches lie; nobody else may be able to reach those. */
export function stateOfRuntime(env: Environment, uid: number): DirectoryFact {
  try {
    return stateOf(runtimeDir(env, uid));
  } catch (error) {
    const { message, path } = error as NodeJS.ErrnoException;
    // What it cannot make is named by `path`; what it refuses, by the words.
    if (path !== undefined) {
      const found = stateOf(path);
      return found.state === 'usable' ? { path, state: 'cannot be made' } : found;
    }
    const refused = message.replace(/ is not a private .*/, '');
    const found = lstatSync(refused);
    if (!found.isDirectory()) return { path: refused, state: 'no directory' };
    return { path: refused, state: found.uid === uid ? 'not private' : 'not yours' };
  }
}

/** The path, or the nearest above it that is there, where that leads to no directory. */
function otherThanDirectory(path: string): string | undefined {
  if (isDirectory(path)) return undefined;
  return isThere(path) ? path : otherThanDirectory(dirname(path));
}

/** A link that leads nowhere is, too. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
