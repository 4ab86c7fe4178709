import type { LookIntoRoot } from './root-files.ts';

/** Something that is to be mounted in a sandbox. */
export interface Target {
  readonly path: string;
  readonly kind: 'directory' | 'file';
}

/**
 * The image is read-only, and a mount needs something to be mounted on. Where the image has nothing of that kind, the
 * nearest directory that it has is taken apart: made anew in memory, with its entries mounted one by one, so
 * that there is room for one more. These are those directories, parents first, each with the names that make way.
 */
export function openedDirectories(
  look: LookIntoRoot,
  targets: readonly Target[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const opened = new Map<string, Set<string>>();
  const covered: string[] = [];
  for (const target of targets) {
    if (!covered.some((one) => target.path.startsWith(`${one}/`))) {
      const gap = gapOf(look, target);
      if (gap) opened.set(gap.directory, (opened.get(gap.directory) ?? new Set()).add(gap.name));
    }
    covered.push(target.path);
  }
  return new Map([...opened].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where the path to a mount point breaks off; nothing when it is all there. */
function gapOf(look: LookIntoRoot, { path, kind }: Target) {
  const parts = path.split('/').filter((part) => part !== '');
  let directory = '/';
  for (const [index, name] of parts.entries()) {
    const here = directory === '/' ? `/${name}` : `${directory}/${name}`;
    const isLast = index === parts.length - 1;
    const wanted = isLast ? kind : 'directory';
    if (look(here)?.kind !== wanted) return { directory, name };
    directory = here;
  }
  return undefined;
}
