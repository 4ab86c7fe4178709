import type { AbsolutePath } from '../kernel/brand.ts';
import { isUtf8 } from '../kernel/byte-text.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { ExistingArgument } from './host-facts.ts';
import type { BindMount, Mount } from './launch-plan.ts';
import type { NeverShared, WhyNeverShared } from './never-shared.ts';
import { below, directoryOf, liesInOneOf, paths } from '../kernel/path-within.ts';

/** Trees that every image has of its own: a path there means the image's. */
export const OF_THE_IMAGE: ReadonlySet<AbsolutePath> = new Set(
  paths(
    ...['/bin', '/dev', '/etc', '/lib', '/lib32', '/lib64', '/libx32'],
    ...['/proc', '/sbin', '/sys', '/usr'],
  ),
);

/** An argument that names something the caller has and the tool would not see. */
export interface Outside {
  readonly argument: string;
  /** The name that is not there inside: the path, or what a symbolic link on the way leads to. */
  readonly missing: AbsolutePath;
  readonly way: Way;
}

/** What would let the tool see it: another name, a word in the config, or nothing at all. */
export type Way =
  | { readonly kind: 'real-path'; readonly path: AbsolutePath }
  | { readonly kind: 'share' }
  | { readonly kind: 'never'; readonly why: NeverShared };

/** What decides over arguments that lead outside. */
export interface Rules {
  /** `share` has the word `argument-files`. */
  readonly shared: boolean;
  /** The tool starts where the caller stands; else every relative path that exists outside is missed. */
  readonly startsHere: boolean;
  readonly whyNever: WhyNeverShared;
}

/**
 * The mounts that show a tool, read-only and by the names they were given, exactly those files and
 * directories that its arguments name and that are not there inside. Else the first that stays outside.
 */
export function argumentMounts(
  existing: readonly ExistingArgument[],
  mounts: readonly Mount[],
  rules: Rules,
): Result<readonly BindMount[], Outside> {
  const seen = new Map(
    mounts.filter(holdsTheCallers).map(({ target, source }) => [target, source]),
  );
  const own = new Set(mounts.flatMap(({ kind, target }) => (kind === 'private' ? [target] : [])));
  const binds: BindMount[] = [];
  for (const argument of existing) {
    const missing = missingName(argument, seen, own, rules);
    if (missing === undefined) continue;
    const way = wayIn(argument, missing, seen, rules);
    if (way !== 'mount') return err({ argument: argument.argument, missing, way });
    const source = realPathOf(argument);
    seen.set(missing, source);
    binds.push({ kind: 'bind', source, target: missing, access: 'read-only', purpose: 'argument' });
  }
  return ok(binds);
}

/** The toolbox's home, though it is at the same path as the caller's, holds other files. */
function holdsTheCallers(mount: Mount): mount is BindMount {
  return mount.kind === 'bind' && (mount.purpose === 'project' || mount.purpose === 'git');
}

/** Where a tool sees the caller's files → where they are on the host. */
type Seen = ReadonlyMap<AbsolutePath, AbsolutePath>;

/**
 * The first of the names that is not there inside. The kernel gets to a name by a link at the one before,
 * so that from the first name which is the image's own on, the rest is the image's too. What is mounted
 * at another path than its own is no link inside: the names between the two are never come by.
 */
function missingName(
  { written, names }: ExistingArgument,
  seen: Seen,
  own: ReadonlySet<AbsolutePath>,
  { startsHere }: Rules,
): AbsolutePath | undefined {
  if (!written.startsWith('/') && !startsHere) return names[0];
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? names[0];
    if (name === '/' || own.has(name) || liesInOneOf(name, OF_THE_IMAGE)) return undefined;
    const shown = onTheHost(name, seen);
    if (shown === undefined) return name;
    at = Math.max(at, names.indexOf(shown));
  }
  return undefined;
}

/** Where on the host is what the tool sees at that path; nothing when it sees nothing of the caller's. */
function onTheHost(path: AbsolutePath, seen: Seen): AbsolutePath | undefined {
  for (let at = path; ; at = directoryOf(at)) {
    const source = seen.get(at);
    if (source !== undefined)
      return at === path ? source : below(source, path.slice(at.length + 1));
    if (at === '/') return undefined;
  }
}

function wayIn(
  argument: ExistingArgument,
  missing: AbsolutePath,
  seen: Seen,
  { shared, startsHere, whyNever }: Rules,
): Way | 'mount' {
  const path = realPathOf(argument);
  const why = whyNever(argument, missing);
  // A directory that is only passed through on the way to another would have to be there as well.
  const isReached = !argument.climbs && (startsHere || argument.written.startsWith('/'));
  if (shared && why === undefined && isReached && isUtf8(missing)) return 'mount';
  if (onTheHost(path, seen) !== undefined) return { kind: 'real-path', path };
  if (why !== undefined) return { kind: 'never', why };
  return shared ? { kind: 'real-path', path } : { kind: 'share' };
}

function realPathOf({ names }: ExistingArgument): AbsolutePath {
  return names.at(-1) ?? names[0];
}
