// Where a program is, the way the system's own administrator would look for it.
import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';

/** Daemons live here, and an ordinary user's PATH on Debian leaves these out. */
const SYSTEM_DIRECTORIES = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The absolute path of a program on PATH or among the system's, or nothing. */
export function findProgram(name, env = process.env) {
  const directories = [...(env.PATH ?? '').split(':').filter(Boolean), ...SYSTEM_DIRECTORIES];
  return directories.map((directory) => join(directory, name)).find(isProgram);
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
