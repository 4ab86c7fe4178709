import { closeSync, lstatSync, mkdirSync, openSync, statSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { privately } from './privately.ts';
import type { HostProblem } from './problems.ts';
import { homeNotUsable } from './problems.ts';

/**
 * Makes a toolbox's home on the host, readable by the caller alone, and the mount points within it,
 * parents first (`plan/mounts.ts` says which): a directory, or an empty file where what is mounted there
 * is none. Tools write to that home, so no symbolic link in it is followed: one could lead anywhere.
 */
export function makeMountPoints(
  home: AbsolutePath,
  within: readonly { readonly path: AbsolutePath; readonly source?: AbsolutePath }[],
): Result<void, HostProblem> {
  const made = make(home, 'directory', () => mkdirSync(home, { recursive: true }));
  if (!made.ok) return made;
  for (const { path, source } of within) {
    const point =
      source === undefined || isDirectory(source)
        ? make(path, 'directory', () => mkdirSync(path))
        : make(path, 'file', () => closeSync(openSync(path, 'wx')));
    if (!point.ok) return point;
  }
  return ok(undefined);
}

/** One that has gone since the launch was planned is left for the engine to miss. */
function isDirectory(path: AbsolutePath): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true;
}

function make(
  path: AbsolutePath,
  what: 'directory' | 'file',
  create: () => unknown,
): Result<void, HostProblem> {
  try {
    privately(create);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      return err(homeNotUsable(path, what, (error as Error).message));
    }
  }
  const found = lstatSync(path);
  if (what === 'file' ? found.isFile() : found.isDirectory()) return ok(undefined);
  const other = what === 'file' ? 'a directory' : 'a file';
  return err(homeNotUsable(path, what, `it is a link or ${other}`));
}
