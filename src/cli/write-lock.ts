import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { takeBuildLock } from '../host/build-lock.ts';
import { cacheDir } from '../host/directories.ts';
import { lockFileOf, readLockFile, writeLockFile } from '../host/lock-file.ts';
import { privately } from '../host/privately.ts';
import { realPathOf } from '../host/real-path.ts';
import { hexOf, type AbsolutePath } from '../kernel/brand.ts';
import { digestOfContent } from '../kernel/digest.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { Lock } from '../lock/lock.ts';
import { printLock } from '../lock/print-lock.ts';
import type { LockProblem } from '../lock/problems.ts';
import { unwritable } from '../lock/problems.ts';
import { readLock } from './read-lock.ts';

/**
 * Changes the lock file of the project at `root`. It is read again first, and of two who write at once the second waits:
 * what the other has written since is changed, and not lost. A file that says the same already is not touched, and one without
 * an entry is not made.
 */
export async function changeLock(
  root: AbsolutePath,
  env: NodeJS.ProcessEnv,
  { signal }: Work,
  change: (lock: Lock) => Lock,
): Promise<Result<void, LockProblem>> {
  const file = lockFileOf(root);
  try {
    // Not beside the file: a directory that may not be written is told of by the writing itself.
    const directory = join(cacheDir(env), 'locks');
    privately(() => mkdirSync(directory, { recursive: true }));
    // Through whichever symbolic links the checkout was reached: it is one file.
    const name = digestOfContent(realPathOf(root) ?? root);
    const turn = join(directory, hexOf(name));
    await using _turn = await takeBuildLock(turn as AbsolutePath, { signal });
    const before = await readLock(root);
    if (!before.ok) return before;
    const after = change(before.value);
    const [was, is] = [await readLockFile(file), printLock(after)];
    const isNothing = was === undefined && after.size === 0;
    if (is !== was && !isNothing) await writeLockFile(file, is);
    return ok(undefined);
  } catch (error) {
    return err(unwritable(file, (error as Error).message));
  }
}
