import type { AbsolutePath, CommandName } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { notOurs, noSuchShim, type ShimsProblem } from './problems.ts';
import { commandOfShim, type ShimFile } from './shim-mark.ts';
import { shimFor, shimPath, type ShimFacts } from './shim-text.ts';

/** What a directory of shims holds: its files by name, and nothing for what is neither a readable file nor a link. */
export interface ShimsListing {
  readonly directory: AbsolutePath;
  readonly files: ReadonlyMap<string, ShimFile | undefined>;
  /** The same of `.tackle` in it; empty where that is missing. */
  readonly leads: ReadonlyMap<string, ShimFile | undefined>;
}

/** What lies in `.tackle` beside shims that are links: `native/launch/shim.h`. */
export type Lead = 'launch' | 'node' | 'tackle';

/** One change of the directory. */
export type ShimChange =
  | { readonly kind: 'write'; readonly command: CommandName; readonly file: ShimFile }
  | { readonly kind: 'remove'; readonly command: CommandName }
  | { readonly kind: 'lead'; readonly lead: Lead; readonly target: string }
  /** Takes all of `.tackle` away. */
  | { readonly kind: 'unlead' };

/** The commands that there are shims for, in alphabetical order. */
export function shimsIn({ files }: ShimsListing): readonly CommandName[] {
  const names = [...files].map(([name, file]) => {
    const command = file === undefined ? undefined : commandOfShim(name, file);
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
  const inTheWay = [...listing.leads].filter(([, file]) => file?.kind !== 'link');
  if (inTheWay.length > 0) return err(notOurs([`${listing.directory}/.tackle` as AbsolutePath]));
  const wanted = commands.map((command) => ({ command, file: shimFor(command, facts) }));
  return ok([
    ...(commands.length > 0 ? leadChanges(listing, facts) : []),
    ...wanted
      .filter(({ command, file }) => !isSame(listing.files.get(command), file))
      .map((one): ShimChange => ({ kind: 'write', ...one })),
  ]);
}

/** Before the first shim that goes by them. */
function leadChanges({ leads }: ShimsListing, facts: ShimFacts): readonly ShimChange[] {
  if (facts.launch === undefined) return [];
  const { launch, node, tackle } = facts;
  return Object.entries({ launch, node, tackle }).flatMap(([lead, target]) =>
    isSame(leads.get(lead), { kind: 'link', target })
      ? []
      : [{ kind: 'lead', lead: lead as Lead, target } as const],
  );
}

function isSame(one: ShimFile | undefined, other: ShimFile): boolean {
  return one?.kind === 'text'
    ? other.kind === 'text' && one.text === other.text
    : other.kind === 'link' && one?.target === other.target;
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
      : err(noSuchShim(missing, listing.directory, ours));
  }
  const removed = commands.length > 0 ? commands : ours;
  return ok([
    ...removed.map((command): ShimChange => ({ kind: 'remove', command })),
    ...unleadAfter(listing, ours.length - removed.length),
  ]);
}

/** What is beside the shims goes with the last of them. */
function unleadAfter({ leads }: ShimsListing, left: number): readonly ShimChange[] {
  return left === 0 && leads.size > 0 ? [{ kind: 'unlead' }] : [];
}

/** What leaves a directory with the shims of these commands and no others; whatever is no shim stays, and under such a name it is a problem. */
export function planExactly(
  listing: ShimsListing,
  commands: readonly CommandName[],
  facts: ShimFacts,
): Result<readonly ShimChange[], ShimsProblem> {
  const surplus = shimsIn(listing).filter((name) => !commands.includes(name));
  const written = planInstall(listing, commands, facts);
  if (!written.ok)
    return err({ ...written.error, hint: 'the directory is for shims alone: move it away' });
  return ok([
    ...written.value,
    ...surplus.map((command) => ({ kind: 'remove', command }) as const),
    ...unleadAfter(listing, commands.length),
  ]);
}

function pathsOf({ directory }: ShimsListing, names: readonly CommandName[]) {
  return names.map((name) => shimPath(directory, name));
}
