import { join } from 'node:path';
import { takeBuildLock, type BuildLock } from '../host/build-lock.ts';
import { hexOf, type AbsolutePath, type Digest } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { buildDir, type BuildPlace } from './build-place.ts';
import { cannotWrite, interrupted, type ImagesProblem } from './problems.ts';

/**
 * The right to build the image named `key`, once nobody else builds it. Whoever gets it looks again
 * whether the image is there: the one before may have made it.
 *
 * @param subject what is being built, for people
 */
export async function lockBuild(
  key: Digest,
  subject: string,
  where: BuildPlace,
  { signal, report }: Work,
): Promise<Result<BuildLock, ImagesProblem>> {
  try {
    const path = join(await buildDir(where), `${hexOf(key)}.lock`);
    const lock = await takeBuildLock(path as AbsolutePath, {
      signal,
      onWait: ({ pid }) => {
        const line = `waiting for process ${String(pid)}, which builds the same image`;
        report({ kind: 'said', task: 'build', subject, line });
      },
    });
    return ok(lock);
  } catch (error) {
    if (signal.aborted) return err(interrupted(`waiting to build \`${subject}\``));
    return err(cannotWrite(where.cacheDir, error));
  }
}
