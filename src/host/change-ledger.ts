import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import { hexOf } from '../kernel/brand.ts';
import { digestOfContent } from '../kernel/digest.ts';
import { takeBuildLock } from './build-lock.ts';
import { cacheDir } from './directories.ts';
import type { Environment } from './environment.ts';
import { privately } from './privately.ts';
import { readLedgerFile } from './trust-ledger.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Writes a file of the ledger anew, whole or not at all, for this user alone; of two who do so at once the second waits,
 * and finds what the first has written. Rejects where that cannot be.
 */
export async function changeLedgerFile(
  file: AbsolutePath,
  env: Environment,
  change: (before: string | undefined) => string,
): Promise<void> {
  const turns = join(cacheDir(env), 'locks');
  privately(() => {
    mkdirSync(dirname(file), { recursive: true });
    mkdirSync(turns, { recursive: true });
  });
  const turn = join(turns, hexOf(digestOfContent(file))) as AbsolutePath;
  await using _turn = await takeBuildLock(turn, { signal: new AbortController().signal });
  await writeWhole(file, change(readLedgerFile(file)), { mode: 0o600, flush: true });
}

/** Whether there was one. Throws where it cannot be taken away. */
export function removeLedgerFile(file: AbsolutePath): boolean {
  const was = readLedgerFile(file) !== undefined;
  rmSync(file, { force: true });
  return was;
}
