import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readlinkSync,
  readSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { commandOfShim } from '../shims/shim-mark.ts';
import type { Environment } from './environment.ts';

/** The path of a program on PATH that is no shim of ours, as a shell finds it; a relative entry is left out. */
export function findProgram(name: string, env: Environment): string | undefined {
  return programsOnPath(name, env).find((path) => !isShim(path));
}

/** Where it is looked for, up to where it is found. */
export function placesOfProgram(name: string, env: Environment): readonly string[] {
  const places = directoriesOf(env).map((directory) => join(directory, name));
  const found = places.indexOf(findProgram(name, env) ?? '');
  return found < 0 ? places : places.slice(0, found + 1);
}

/** The paths of all programs on PATH that have this name, in the order of PATH. */
export function programsOnPath(name: string, env: Environment): readonly string[] {
  return directoriesOf(env)
    .map((directory) => join(directory, name))
    .filter(isProgram);
}

function directoriesOf({ PATH = '' }: Environment): readonly string[] {
  return PATH.split(':').filter((directory) => directory.startsWith('/'));
}

/** Links are followed one by one: the last before the end may be a shim, and so may be the end. */
const MOST_LINKS = 8;

/** Whether a program is a shim of ours, of whatever command. */
export function isShim(path: string): boolean {
  let at = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const target = linkAt(at);
    if (target === undefined) break;
    if (commandOfShim(basename(at), { kind: 'link', target }) !== undefined) return true;
    at = resolve(dirname(at), target);
  }
  return commandOfShim(basename(at), { kind: 'text', text: beginningOf(at) }) !== undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
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
