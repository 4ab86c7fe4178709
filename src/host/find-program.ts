import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './environment.ts';

/** The path of a program on PATH, as a shell finds it; a relative entry is left out. */
export function findProgram(name: string, env: Environment): string | undefined {
  return programsOnPath(name, env)[0];
}

/** The paths of all programs on PATH that have this name, in the order of PATH. */
export function programsOnPath(name: string, { PATH = '' }: Environment): readonly string[] {
  const directories = PATH.split(':').filter((directory) => directory.startsWith('/'));
  return directories.map((directory) => join(directory, name)).filter(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
