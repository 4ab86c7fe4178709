import { lstatSync, mkdirSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { HostProblem } from './problems.ts';
import { homeNotUsable } from './problems.ts';

/**
 * Makes a toolbox's home on the host, readable by the caller alone, and the mount points within it,
 * parents first (`plan/mounts.ts` says which). Tools write to that home, so no symbolic link in it is
 * followed: one could lead anywhere.
 */
export function makeMountPoints(
  home: AbsolutePath,
  within: readonly AbsolutePath[],
): Result<void, HostProblem> {
  const made = make(home, () => mkdirSync(home, { recursive: true, mode: 0o700 }));
  if (!made.ok) return made;
  for (const path of within) {
    const point = make(path, () => mkdirSync(path, { mode: 0o755 }));
    if (!point.ok) return point;
  }
  return ok(undefined);
}

function make(path: AbsolutePath, create: () => unknown): Result<void, HostProblem> {
  try {
    create();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      return err(homeNotUsable(path, (error as Error).message));
    }
  }
  const isDirectory = lstatSync(path).isDirectory();
  return isDirectory ? ok(undefined) : err(homeNotUsable(path, 'it is a link or a file'));
}
