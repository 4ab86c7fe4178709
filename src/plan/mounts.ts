import type { AbsolutePath } from '../kernel/brand.ts';
import type { BindMount, Mount, PrivateMount } from './launch-plan.ts';
import { below, liesBelow, partsOf } from './path-within.ts';

/** Written to by tools everywhere, and shared by everybody outside. */
const PRIVATE: readonly PrivateMount[] = [
  { kind: 'private', target: '/run' as AbsolutePath, mode: 0o755 },
  { kind: 'private', target: '/tmp' as AbsolutePath, mode: 0o1777 },
  { kind: 'private', target: '/var/tmp' as AbsolutePath, mode: 0o1777 },
];

/**
 * The binds with the private directories that none of them takes the place of (a project may be `/tmp`
 * itself), parents before children.
 */
export function withPrivate(binds: readonly BindMount[]): readonly Mount[] {
  const taken = new Set(binds.map(({ target }) => target));
  const mounts = [...binds, ...PRIVATE.filter(({ target }) => !taken.has(target))];
  return mounts.sort(
    (a, b) => partsOf(a.target).length - partsOf(b.target).length || (a.target < b.target ? -1 : 1),
  );
}

/**
 * The directories of the host that must exist below the source of `parent` before anything is mounted,
 * parents first. Whoever mounts makes a missing mount point as root; made beforehand, it is the caller's.
 */
export function mountPointsWithin(
  parent: BindMount,
  mounts: readonly Mount[],
): readonly AbsolutePath[] {
  const points = mounts
    .filter((mount) => parentOf(mount, mounts) === parent)
    .flatMap(({ target }) => stepsBelow(parent.target, target))
    .map((name) => below(parent.source, name));
  return [...new Set(points)].sort();
}

/** The innermost of the mounts whose target the mount's own target lies below. */
function parentOf(mount: Mount, mounts: readonly Mount[]): Mount | undefined {
  return mounts.filter(({ target }) => liesBelow(mount.target, target)).at(-1);
}

/** `a`, `a/b`, `a/b/c` for `/x` and `/x/a/b/c`. */
function stepsBelow(directory: AbsolutePath, path: AbsolutePath): readonly string[] {
  const parts = partsOf(path).slice(partsOf(directory).length);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
