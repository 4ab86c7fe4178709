import { closeSync, lstatSync, mkdirSync, openSync, statSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { privately } from './privately.ts';
import type { HostProblem } from './problems.ts';
import { homeNotUsable, mountPointNotUsable } from './problems.ts';

/** What there is to be made, parents first: `plan/mounts.ts` says which. */
export type MountPoints = readonly {
  readonly path: AbsolutePath;
  readonly source?: AbsolutePath;
}[];

/**
 * Makes a toolbox's home or volume on the host, readable by the caller alone, and the mount points within it,
 * parents first: a directory, or an empty file where what is mounted there is none. Tools write to it, so no
 * symbolic link in it is followed: one could lead anywhere.
 */
export function makeMountPoints(
  home: AbsolutePath,
  within: MountPoints,
): Result<void, HostProblem> {
  return privately(() => {
    const made = make(home, 'directory', homeNotUsable, () => mkdirSync(home, { recursive: true }));
    return made.ok ? makeAll(within, homeNotUsable) : made;
  });
}

/** The same within the project, as the caller would make them. */
export function makeMountPointsInProject(within: MountPoints): Result<void, HostProblem> {
  return makeAll(within, mountPointNotUsable);
}

type Refused = typeof homeNotUsable;

function makeAll(points: MountPoints, refused: Refused): Result<void, HostProblem> {
  for (const { path, source } of points) {
    const point =
      source === undefined || isDirectory(source)
        ? make(path, 'directory', refused, () => mkdirSync(path))
        : make(path, 'file', refused, () => closeSync(openSync(path, 'wx')));
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
  refused: Refused,
  create: () => unknown,
): Result<void, HostProblem> {
  try {
    create();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      return err(refused(path, what, (error as Error).message));
    }
  }
  const found = lstatSync(path);
  if (what === 'file' ? found.isFile() : found.isDirectory()) return ok(undefined);
  const other = what === 'file' ? 'a directory' : 'a file';
  return err(refused(path, what, `it is a link or ${other}`));
}
