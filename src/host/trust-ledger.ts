import { constants, closeSync, fstatSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir } from './directories.ts';
import type { Environment } from './environment.ts';
import { realPathToBe } from './real-path.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import { hexOf } from '../kernel/brand.ts';
import { digestOfContent } from '../kernel/digest.ts';
import { liesIn } from '../kernel/path-within.ts';

/** Where it is written down which projects are trusted: a file for each. */
export function ledgerDirectory(env: Environment): string {
  return join(dataDir(env), 'trust');
}

/** Where a project's own is. */
export function ledgerFile(identity: string, env: Environment): AbsolutePath {
  const name = `${hexOf(digestOfContent(identity)).slice(0, 40)}.json`;
  return join(ledgerDirectory(env), name) as AbsolutePath;
}

/** Whether whoever may write in the directory could write in the ledger. */
export function isLedgerWithin(directory: AbsolutePath, env: Environment): boolean {
  return liesIn(realPathToBe(ledgerDirectory(env)), directory);
}

/** In bytes; a few configs of the largest size. */
const MOST = 32 * 1024 ** 2;

/**
 * The text of a ledger's file. Nothing where there is none that this user alone has written: what others could have put
 * there is nobody's trust.
 */
export function readLedgerFile(file: AbsolutePath): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const facts = fstatSync(descriptor);
    const isOwn = facts.uid === process.getuid?.() && (facts.mode & 0o022) === 0;
    if (!facts.isFile() || !isOwn || facts.size > MOST) return undefined;
    return readFileSync(descriptor, 'utf8');
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Each file of the ledger, in the order of their names. */
export function ledgerFiles(env: Environment): readonly AbsolutePath[] {
  const directory = ledgerDirectory(env);
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => join(directory, name) as AbsolutePath);
  } catch {
    return [];
  }
}
