import { lockFileOf, readLockFile } from '../host/lock-file.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Lock } from '../lock/lock.ts';
import type { LockProblem } from '../lock/problems.ts';
import { unreadable } from '../lock/problems.ts';

const NOTHING: Lock = new Map();

/** What the lock file of the project at `root` says. Without a project, and in one without such a file, nothing is locked. */
export async function readLock(root: AbsolutePath | undefined): Promise<Result<Lock, LockProblem>> {
  if (root === undefined) return ok(NOTHING);
  const file = lockFileOf(root);
  let text: string | undefined;
  try {
    text = await readLockFile(file);
  } catch (error) {
    return err(unreadable(file, (error as Error).message));
  }
  if (text === undefined) return ok(NOTHING);
  // Loaded only where there is one to read.
  const { parseLock } = await import('../lock/parse-lock.ts');
  return await parseLock(text, file);
}
