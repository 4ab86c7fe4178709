import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import { readSmallFile } from './small-file.ts';
import { writeWhole } from './write-whole.ts';

/** In bytes. A lock file of this size is a mistake, or an attack on whoever parses it. */
const MAX_SIZE = 8 * 1024 ** 2;

/** Where a project's lock file is, if it has one. */
export function lockFileOf(root: AbsolutePath): AbsolutePath {
  return join(root, 'tackle.lock') as AbsolutePath;
}

/** Nothing where there is none; rejects where it cannot be read. */
export async function readLockFile(file: AbsolutePath): Promise<string | undefined> {
  try {
    return (await readSmallFile(file, MAX_SIZE)).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whole or not at all: a launch that reads it meanwhile, or a machine that stops, finds the one before or this one.
 * Its mode stays what it was. Rejects where it cannot.
 */
export async function writeLockFile(file: AbsolutePath, text: string): Promise<void> {
  const before = await stat(file).catch(() => undefined);
  await writeWhole(file, text, { mode: before && before.mode & 0o777, flush: true });
}
