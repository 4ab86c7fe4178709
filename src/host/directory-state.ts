import { accessSync, constants } from 'node:fs';
import type { DirectoryFact } from '../doctor/facts.ts';
import { nearestThere } from './disk-room.ts';
import type { Environment } from './environment.ts';
import { runtimeDir } from './runtime-dir.ts';

/** Whether a directory can be written to, or made. */
export function stateOf(path: string): DirectoryFact {
  try {
    accessSync(nearestThere(path), constants.W_OK | constants.X_OK);
    return { path, state: 'usable' };
  } catch {
    return { path, state: 'not writable' };
  }
}

/** The same of where sockets of launches lie; nobody else may be able to reach those. */
export function stateOfRuntime(env: Environment, uid: number): DirectoryFact {
  try {
    return stateOf(runtimeDir(env, uid));
  } catch (error) {
    const { message, path } = error as NodeJS.ErrnoException;
    // What it cannot make is named by `path`; what it refuses, by the words.
    if (path !== undefined) return { path, state: 'not writable' };
    return { path: message.replace(/ is not a private .*/, ''), state: 'not private' };
  }
}
