import type { AbsolutePath, CommandName } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { notOurs, noSuchShim, type ShimsProblem } from './problems.ts';
import { commandOfShim } from './shim-mark.ts';
import { shimPath, shimText, type ShimFacts } from './shim-text.ts';

/** What a directory of shims holds: the texts of its files by name, and nothing for what is no readable file. */
export interface ShimsListing {
  readonly directory: AbsolutePath;
  readonly files: ReadonlyMap<string, string | undefined>;
}

/** One change of the directory. */
export type ShimChange =
  | { readonly kind: 'write'; readonly command: CommandName; readonly text: string }
  | { readonly kind: 'remove'; readonly command: CommandName };

/** The commands that there are shims for, in alphabetical order. */
export function shimsIn({ files }: ShimsListing): readonly CommandName[] {
  const names = [...files].map(([name, text]) => {
    const command = text === undefined ? undefined : commandOfShim(text);
    return command === name ? [command] : [];
  });
  return names.flat().sort();
}

/** What makes a shim of each command; a file of somebody else's under such a name is a problem, and then nothing changes. */
export function planInstall(
  listing: ShimsListing,
  commands: readonly CommandName[],
  facts: ShimFacts,
): Result<readonly ShimChange[], ShimsProblem> {
  const ours = new Set<string>(shimsIn(listing));
  const strange = commands.filter((name) => listing.files.has(name) && !ours.has(name));
  if (strange.length > 0) return err(notOurs(pathsOf(listing, strange)));
  const wanted = commands.map((command) => ({ command, text: shimText(command, facts) }));
  return ok(
    wanted
      .filter(({ command, text }) => listing.files.get(command) !== text)
      .map((one): ShimChange => ({ kind: 'write', ...one })),
  );
}

/** What takes the shims of these commands away, or all when none is named; files of somebody else's are never touched. */
export function planRemove(
  listing: ShimsListing,
  commands: readonly CommandName[],
): Result<readonly ShimChange[], ShimsProblem> {
  const ours = shimsIn(listing);
  const missing = commands.find((name) => !ours.includes(name));
  if (missing !== undefined) {
    return listing.files.has(missing)
      ? err(notOurs(pathsOf(listing, [missing])))
      : err(noSuchShim(missing, listing.directory));
  }
  const removed = commands.length > 0 ? commands : ours;
  return ok(removed.map((command): ShimChange => ({ kind: 'remove', command })));
}

function pathsOf({ directory }: ShimsListing, names: readonly CommandName[]) {
  return names.map((name) => shimPath(directory, name));
}
