import type { Platform } from '../kernel/platform.ts';
import type { ExactPackages } from './exact.ts';
import type { LockedDockerfile, LockedImage, LockedPackages, LockEntry } from './lock.ts';

/** One thing that is not as it was: a package, a digest. */
export interface Change {
  readonly what: string;
  /** Absent for what is new. */
  readonly before?: string;
  /** Absent for what is gone. */
  readonly after?: string;
}

/** What another entry for the same toolbox changes on a platform; nothing where both mean the same. */
export function changesBetween(
  before: LockEntry | undefined,
  after: LockEntry,
  platform: Platform,
): readonly Change[] {
  switch (after.kind) {
    case 'image':
      return imageChanges(before?.kind === 'image' ? before : undefined, after);
    case 'packages':
      return packagesChanges(before?.kind === 'packages' ? before : undefined, after, platform);
    case 'dockerfile':
      return dockerfileChanges(before?.kind === 'dockerfile' ? before : undefined, after);
  }
}

function imageChanges(before: LockedImage | undefined, after: LockedImage): readonly Change[] {
  return changed([
    ['version', before?.version, after.version],
    ['image', before?.image, after.image],
    ['digest', before?.digest, after.digest],
  ]);
}

function dockerfileChanges(
  before: LockedDockerfile | undefined,
  after: LockedDockerfile,
): readonly Change[] {
  const bases = named(before?.bases ?? [], after.bases);
  return [...changed([['context', before?.context, after.context]]), ...changed(bases)];
}

function packagesChanges(
  before: LockedPackages | undefined,
  after: LockedPackages,
  platform: Platform,
): readonly Change[] {
  const [was, is] = [before?.platforms.get(platform), after.platforms.get(platform)];
  const changes = [
    ...changed([
      ['version', before?.version, after.version],
      ['debian', before?.recipe.debian, after.recipe.debian],
      ['snapshot', was?.snapshot, is?.snapshot],
    ]),
    ...versionChanges(was, is),
  ];
  // The same packages from another state of the mirror: its date is in the files that their scripts make.
  return changes.length > 0 ? changes : changed([['root file system', was?.rootfs, is?.rootfs]]);
}

/** The packages whose versions are not the same in both, in the order of their names. */
export function versionChanges(
  before: ExactPackages | undefined,
  after: ExactPackages | undefined,
): readonly Change[] {
  return changed(named(versions(before), versions(after)));
}

/** Every package with its version. */
function versions(exact: ExactPackages | undefined): readonly (readonly [string, string])[] {
  if (exact === undefined) return [];
  return [
    ...exact.packages.map(({ name, version }) => [name, version] as const),
    ...exact.npm.map(({ name, version }) => [name, version] as const),
  ];
}

export type Pair = readonly [what: string, before: string | undefined, after: string | undefined];

/** What either has, by name and in the order of names. */
function named(
  before: Iterable<readonly [string, string]>,
  after: Iterable<readonly [string, string]>,
): readonly Pair[] {
  const [was, is] = [new Map(before), new Map(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  return names.map((name) => [name, was.get(name), is.get(name)]);
}

/** What of it is not the same before and after. */
export function changed(pairs: readonly Pair[]): readonly Change[] {
  return pairs
    .filter(([, before, after]) => before !== after)
    .map(([what, before, after]) => ({
      what,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    }));
}
