import type { AbsolutePath } from '../kernel/brand.ts';
import type { BindMount, Mount, PrivateMount } from './launch-plan.ts';
import { below, directoryOf, liesBelow, liesInOneOf, partsOf } from '../kernel/path-within.ts';

/** Written to by tools everywhere, and shared by everybody outside. */
const PRIVATE: readonly PrivateMount[] = [
  { kind: 'private', target: '/run' as AbsolutePath, mode: 0o755 },
  { kind: 'private', target: '/tmp' as AbsolutePath, mode: 0o1777 },
  { kind: 'private', target: '/var/tmp' as AbsolutePath, mode: 0o1777 },
];

/**
 * The mounts with the private directories that none of them takes the place of (a project may be `/tmp`
 * itself), parents before children.
 */
export function withPrivate(given: readonly Mount[]): readonly Mount[] {
  const taken = new Set(given.map(({ target }) => target));
  const mounts = [...given, ...PRIVATE.filter(({ target }) => !taken.has(target))];
  return mounts.sort(
    (a, b) => partsOf(a.target).length - partsOf(b.target).length || (a.target < b.target ? -1 : 1),
  );
}

/** A place of the host that must exist before anything is mounted at it, or below it. */
export interface MountPoint {
  readonly path: AbsolutePath;
  /** What of the host is mounted there: it decides between a file and a directory. */
  readonly source?: AbsolutePath;
}

/**
 * The mount points below the source of `parent`, parents first. Whoever mounts makes a missing one as root;
 * made beforehand, it is the caller's.
 */
export function mountPointsWithin(
  parent: BindMount,
  mounts: readonly Mount[],
): readonly MountPoint[] {
  const inner = mounts.filter(({ target }) => liesBelow(target, parent.target));
  const targets = new Set(inner.map(({ target }) => target));
  const points = inner
    .filter(({ target }) => !liesInOneOf(directoryOf(target), targets))
    .flatMap((mount) => pointsFor(mount, parent));
  const byPath = new Map(points.map((point) => [point.path, point]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `a`, `a/b`, `a/b/c` below the source for a mount at `/x/a/b/c` in one at `/x`. */
function pointsFor(mount: Mount, parent: BindMount): readonly MountPoint[] {
  const parts = partsOf(mount.target).slice(partsOf(parent.target).length);
  return parts.map((_, index) => ({
    path: below(parent.source, parts.slice(0, index + 1).join('/')),
    ...(mount.kind === 'bind' && index === parts.length - 1 && { source: mount.source }),
  }));
}
