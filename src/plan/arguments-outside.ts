import type { AbsolutePath } from '../kernel/brand.ts';
import type { ExistingArgument } from './host-facts.ts';
import type { BindMount, Mount } from './launch-plan.ts';
import { liesIn, paths } from './path-within.ts';

/** Trees that every image has of its own: a path there means the image's. */
const OF_THE_IMAGE = paths(
  ...['/bin', '/dev', '/etc', '/lib', '/lib32', '/lib64', '/libx32'],
  ...['/proc', '/sbin', '/sys', '/usr'],
);

/** An argument that names something the caller has and the tool would not see. */
export interface Outside {
  readonly argument: string;
  /** What is not there inside: the path, or where its symbolic links lead. */
  readonly missing: AbsolutePath;
  /** Its real path, when the tool would see it by that. */
  readonly visibleAs?: AbsolutePath;
}

/**
 * The first argument that names an existing file or directory which is not there inside, or which leads
 * through a symbolic link to one that is not.
 *
 * `cwdShown` is false when the tool starts elsewhere than the caller stands: then every relative path
 * that exists outside is meant, and missed.
 */
export function firstOutside(
  existing: readonly ExistingArgument[],
  mounts: readonly Mount[],
  cwdShown: boolean,
): Outside | undefined {
  const outside = existing.find((argument) => !isVisible(argument, mounts, cwdShown));
  if (outside === undefined) return undefined;
  const { argument, path, realPath } = outside;
  const shown = shownFiles(mounts);
  return {
    argument,
    missing: shown.some(({ target }) => liesIn(path, target)) ? realPath : path,
    ...(shown.some(({ source }) => liesIn(realPath, source)) && { visibleAs: realPath }),
  };
}

function isVisible(
  { written, path, realPath }: ExistingArgument,
  mounts: readonly Mount[],
  cwdShown: boolean,
): boolean {
  if (!written.startsWith('/') && !cwdShown) return false;
  if (path === '/' || isOfTheImage(path)) return true;
  if (mounts.some((mount) => mount.kind === 'private' && mount.target === path)) return true;
  const shown = shownFiles(mounts);
  const reachable = shown.some(({ target }) => liesIn(path, target));
  const present = shown.some(({ source }) => liesIn(realPath, source)) || isOfTheImage(realPath);
  return reachable && present;
}

/** What holds the caller's own files; the toolbox's home, though at the same path, holds others. */
function shownFiles(mounts: readonly Mount[]): readonly BindMount[] {
  return mounts.filter(
    (mount) => mount.kind === 'bind' && (mount.purpose === 'project' || mount.purpose === 'git'),
  ) as readonly BindMount[];
}

function isOfTheImage(path: AbsolutePath): boolean {
  return OF_THE_IMAGE.some((tree) => liesIn(path, tree));
}
