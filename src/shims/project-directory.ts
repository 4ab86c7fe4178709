import { createHash } from 'node:crypto';
import type { AbsolutePath } from '../kernel/brand.ts';

/** Longer names of directories are cut: the whole has to fit where a name may have 255 bytes. */
const MAX_NAME = 60;

/**
 * The directory of a project's own shims, below that of all projects: `thesis-0f1e2d3c4b5a/bin`. What PATH and every shell
 * can have in it is kept of the project's name; its physical path tells it from others.
 */
export function projectShims(projects: string, root: AbsolutePath): AbsolutePath {
  const name = root.slice(root.lastIndexOf('/') + 1).replaceAll(/[^A-Za-z0-9._-]/g, '_');
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 12);
  return `${projects}/${name.slice(0, MAX_NAME)}-${hash}/bin` as AbsolutePath;
}

/** Whether a directory is one of these, of whichever project. */
export function isProjectShims(projects: string, directory: string): boolean {
  const rest = directory.startsWith(`${projects}/`) ? directory.slice(projects.length) : '';
  return /^\/+[^/]+\/+bin\/*$/.test(rest);
}
