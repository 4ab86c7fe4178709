import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What lies at a path of an unpacked image; a link is not followed. */
export type RootEntry =
  | { readonly kind: 'directory'; readonly names: readonly string[]; readonly mode: number }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'file' };

/** Looks into an unpacked image. `path` is absolute, as seen inside; nothing where nothing lies. */
export type LookIntoRoot = (path: string) => RootEntry | undefined;

/** The unpacked image below a directory of the host. */
export function filesOf(root: string): LookIntoRoot {
  return (path) => {
    const outside = join(root, path);
    const found = lstatSync(outside, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (found.isSymbolicLink()) return { kind: 'link', target: readlinkSync(outside) };
    if (!found.isDirectory()) return { kind: 'file' };
    return { kind: 'directory', names: readdirSync(outside).sort(), mode: found.mode & 0o1777 };
  };
}
