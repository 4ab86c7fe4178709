import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { commandOfShim } from '../shims/shim-mark.ts';
import type { Environment } from './environment.ts';

/** The path of a program on PATH that is no shim of ours, as a shell finds it; a relative entry is left out. */
export function findProgram(name: string, env: Environment): string | undefined {
  return programsOnPath(name, env).find((path) => !isShim(path));
}

/** The paths of all programs on PATH that have this name, in the order of PATH. */
export function programsOnPath(name: string, { PATH = '' }: Environment): readonly string[] {
  const directories = PATH.split(':').filter((directory) => directory.startsWith('/'));
  return directories.map((directory) => join(directory, name)).filter(isProgram);
}

/** Whether a program is a shim of ours, of whatever command. */
export function isShim(path: string): boolean {
  return commandOfShim(beginningOf(path)) !== undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Enough of a program to see whether it is a shim. */
function beginningOf(path: string): string {
  const buffer = Buffer.alloc(256);
  try {
    const file = openSync(path, 'r');
    try {
      return buffer.toString('utf8', 0, readSync(file, buffer));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
