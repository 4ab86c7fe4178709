import {
  closeSync,
  futimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from './directories.ts';
import type { Environment } from './environment.ts';
import { pathForNode } from './path-for-node.ts';

/** A file, with two empty ones between whose times its own lies; nothing where it is absent. */
export interface Stamped {
  readonly path: string;
  readonly between?: readonly [older: string, younger: string];
}

/** More of them are thrown away: whoever looked at one asks again. */
const MOST_STAMPS = 200;

/** In microseconds: what a time is rounded to on its way through Node. */
const ROUNDING = 10n;

/**
 * What a shell can tell by that a file is another one than now: it compares the times of two files (`-nt`, `-ot`), and cannot
 * read one. Stamps are called after their time, so that all shells share them. Nothing where none can be written.
 */
export function stamped(paths: readonly string[], env: Environment): readonly Stamped[] {
  const directory = join(cacheDir(env), 'stamps');
  try {
    mkdirSync(directory, { recursive: true });
    const old = readdirSync(directory);
    if (old.length > MOST_STAMPS) for (const name of old) rmSync(join(directory, name));
    return paths.map((path) => ({ path, ...betweenOf(path, directory) }));
  } catch {
    return [];
  }
}

function betweenOf(path: string, directory: string): Pick<Stamped, 'between'> {
  const time = timeOf(path);
  if (time === undefined) return {};
  return { between: [stamp(directory, time - ROUNDING), stamp(directory, time + ROUNDING)] };
}

/** In microseconds since 1970. */
function timeOf(path: string): bigint | undefined {
  try {
    return statSync(pathForNode(path), { bigint: true }).mtimeNs / 1000n;
  } catch {
    return undefined;
  }
}

function stamp(directory: string, time: bigint): string {
  const file = join(directory, String(time));
  const seconds = Number(time) / 1e6;
  // Opened so, one that is there keeps its time until then.
  const descriptor = openSync(file, 'a');
  try {
    futimesSync(descriptor, seconds, seconds);
  } finally {
    closeSync(descriptor);
  }
  return file;
}
