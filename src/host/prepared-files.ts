import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { decodeBytes } from '../kernel/byte-text.ts';
import { cacheDir } from './directories.ts';
import type { Environment } from './environment.ts';
import { privately } from './privately.ts';
import { putPrivately } from './put-privately.ts';

/** What nobody has prepared anew for so long may be of a project that is gone. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Not where the cache is for reading alone. */
export function canWritePrepared(env: Environment): boolean {
  const directory = directoryOf(env);
  try {
    privately(() => mkdirSync(directory, { recursive: true }));
    accessSync(directory, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Writes what is prepared, whole or not at all, for this user alone to read and to write, and clears old ones away.
 * Throws where that cannot be.
 */
export function writePrepared(name: string, bytes: Buffer, env: Environment): void {
  const directory = directoryOf(env);
  putPrivately(directory, name, bytes);
  for (const old of readdirSync(directory)) {
    const path = join(directory, old);
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (written < Date.now() - KEPT_MS) rmSync(path, { force: true });
  }
}

/** A file that `native/launch` reads. */
export interface PreparedFile {
  readonly path: string;
  readonly bytes: number;
  /** As far as the paths in its head may reach. */
  readonly beginning: string;
}

/** In bytes: longer than two paths. */
const BEGINNING = 16 * 1024;

export function preparedFiles(env: Environment): readonly PreparedFile[] {
  const directory = directoryOf(env);
  const names = existsSync(directory) ? readdirSync(directory) : [];
  return names.flatMap((name) => {
    // Others are drafts.
    if (!/^[0-9a-f]{16}$/.test(name)) return [];
    const path = join(directory, name);
    const bytes = readIfThere(path);
    if (bytes === undefined) return [];
    return [{ path, bytes: bytes.length, beginning: decodeBytes(bytes.subarray(0, BEGINNING)) }];
  });
}

/** One that somebody else has removed meanwhile is as good. */
export function removePrepared({ path }: PreparedFile): void {
  rmSync(path, { force: true });
}

function directoryOf(env: Environment): string {
  return join(cacheDir(env), 'prepared');
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
