import type { AbsolutePath } from '../kernel/brand.ts';
import { engineSockets } from './engine-sockets.ts';
import type { HostFacts } from './host-facts.ts';
import { liesBelow, liesIn, paths } from '../kernel/path-within.ts';

/** Why a directory is never shown to a tool. */
export type NeverMounted =
  | { readonly kind: 'root' }
  | { readonly kind: 'home' }
  | { readonly kind: 'above-home' }
  | { readonly kind: 'system'; readonly directory: AbsolutePath }
  | { readonly kind: 'engine-socket'; readonly socket: AbsolutePath };

/** Says why a path may not be mounted, if so. */
export type Refusal = (path: AbsolutePath) => NeverMounted | undefined;

/** Trees that belong to the system, outside and in every image: mounted, they would hide the image's. */
const SYSTEM_TREES = paths(
  ...['/bin', '/boot', '/dev', '/etc', '/lib', '/lib32', '/lib64', '/libx32'],
  ...['/proc', '/run', '/sbin', '/sys', '/usr'],
);

/** What people keep below the trees: sources, and discs that the desktop mounts. */
const OPEN_BELOW = paths('/run/media', '/usr/src', '/usr/local/src');

/** Fine below, too much as a whole. */
const TOO_WIDE = paths('/home', '/opt', '/var');

/** The system directory that the path is or lies in, if it is one that no mount may cover. */
export function systemDirectoryOf(path: AbsolutePath): AbsolutePath | undefined {
  if (OPEN_BELOW.some((open) => liesBelow(path, open))) return undefined;
  return TOO_WIDE.find((wide) => path === wide) ?? SYSTEM_TREES.find((tree) => liesIn(path, tree));
}

/**
 * Why the path may not be mounted, if so; all its links are resolved, or it is a path to mount at. `homes`
 * are all the paths by which the home directory goes, outside and inside.
 */
export function whyNeverMounted(
  path: AbsolutePath,
  homes: readonly AbsolutePath[],
  sockets: readonly AbsolutePath[],
): NeverMounted | undefined {
  if (path === '/') return { kind: 'root' };
  if (homes.includes(path)) return { kind: 'home' };
  if (homes.some((home) => liesBelow(home, path))) return { kind: 'above-home' };
  const system = systemDirectoryOf(path);
  if (system !== undefined) return { kind: 'system', directory: system };
  const socket = sockets.find((candidate) => liesBelow(candidate, path));
  return socket === undefined ? undefined : { kind: 'engine-socket', socket };
}

/** What is never mounted for this caller, whose home is at `home` inside, and outside perhaps elsewhere as well. */
export function refusalFor(
  facts: HostFacts,
  home: AbsolutePath,
  others: readonly AbsolutePath[] = [],
): Refusal {
  const homes = [facts.user.home, facts.realHome, home, ...others];
  const sockets = engineSockets(facts.env, facts.user.home);
  return (path) => whyNeverMounted(path, homes, sockets);
}
