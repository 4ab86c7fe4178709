import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from './directories.ts';
import type { Environment } from './environment.ts';
import { putPrivately } from './put-privately.ts';

/** What is kept of one build or pull, in a file of its own. */
export interface LogFile {
  readonly path: string;
  readonly text: string;
  readonly bytes: number;
  /** In milliseconds since 1970. */
  readonly written: number;
}

/** So many are kept; each has an end itself (`cli/work-log.ts`). */
const MOST_FILES = 100;

/**
 * Writes the log of this name in place of the one before it, for this user alone, and clears the oldest away where there are
 * too many. Throws where that cannot be.
 */
export function writeLog(name: string, text: string, env: Environment): void {
  const directory = directoryOf(env);
  const file = createHash('sha256').update(name).digest('hex').slice(0, 16);
  putPrivately(directory, file, text);
  for (const old of logFiles(env).slice(MOST_FILES)) removeLog(old);
}

/** The newest first. */
export function logFiles(env: Environment): readonly LogFile[] {
  const directory = directoryOf(env);
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const files = names.flatMap((name) => {
    // Others are drafts.
    if (!/^[0-9a-f]{16}$/.test(name)) return [];
    const path = join(directory, name);
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.isFile() !== true) return [];
    return [{ path, text: readIfThere(path), bytes: status.size, written: status.mtimeMs }];
  });
  return files.sort((a, b) => b.written - a.written);
}

/** One that somebody else has removed meanwhile is as good. */
export function removeLog({ path }: Pick<LogFile, 'path'>): void {
  rmSync(path, { force: true });
}

function directoryOf(env: Environment): string {
  return join(cacheDir(env), 'logs');
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
