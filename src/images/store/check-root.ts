import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { pathForNode } from '../../host/path-for-node.ts';
import { decodeBytes } from '../../kernel/byte-text.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { ALL_BITS, fileFault, octal, S_IFMT, type HowToCheck } from './check-layer.ts';
import type { MergedDirectory, MergedFile, MergedNode } from './merge-layers.ts';
import { directoryMode, UNDESCRIBED } from './modes.ts';
import { FILES, layerDir, type StorePlace } from './store-place.ts';

/**
 * What of a root is not as its layers say: a name that is missing or too much, another kind, another mode, another
 * target, a file that is no link to its layer's. Nothing when all is.
 */
export async function rootFault(
  store: StorePlace,
  tree: MergedDirectory,
  root: string,
  how: HowToCheck,
): Promise<string | undefined> {
  const directories: { readonly path: string; readonly tree: MergedDirectory }[] = [
    { path: root, tree },
  ];
  for (const { path, tree: inside } of directories) {
    const within = path.slice(root.length) || '/';
    const why = directoryFault(pathForNode(path), inside);
    if (why !== undefined) return `\`${within}\` ${why}`;
    for (const [name, node] of inside.children) {
      const child = `${path}/${name}`;
      if (node.kind === 'directory') directories.push({ path: child, tree: node });
      const fault = await leafFault(store, node, { path: pathForNode(child), how });
      if (fault !== undefined) return `\`${child.slice(root.length)}\` ${fault}`;
    }
  }
  return undefined;
}

function directoryFault(path: string | Buffer, tree: MergedDirectory): string | undefined {
  const stats = lstatSync(path);
  if ((stats.mode & S_IFMT) !== S_IFDIR) return 'is no directory';
  const [mode, wanted] = [
    stats.mode & ALL_BITS,
    directoryMode((tree.attributes ?? UNDESCRIBED).mode),
  ];
  if (mode !== wanted) return `has the mode ${octal(mode)} instead of ${octal(wanted)}`;
  const there = new Set(readdirSync(path, { encoding: 'buffer' }).map(decodeBytes));
  for (const name of tree.children.keys()) if (!there.has(name)) return `has no \`${name}\``;
  for (const name of there) if (!tree.children.has(name)) return `has a \`${name}\` too much`;
  return undefined;
}

async function leafFault(
  store: StorePlace,
  node: MergedNode,
  { path, how }: { readonly path: string | Buffer; readonly how: HowToCheck },
): Promise<string | undefined> {
  switch (node.kind) {
    case 'directory':
      return undefined;
    case 'symlink': {
      if ((lstatSync(path).mode & S_IFMT) !== S_IFLNK) return 'is no symbolic link';
      const target = decodeBytes(readlinkSync(path, 'buffer'));
      return target === node.target ? undefined : `leads to \`${target}\``;
    }
    case 'file':
      if (isSame(lstatSync(path), contentOf(store, node))) return undefined;
      // A copy, then, where a file already had all the names that it can have.
      return await fileFault(path, node, how);
    default:
      return unreachable(node);
  }
}

const S_IFDIR = 0o040000;
const S_IFLNK = 0o120000;

function contentOf(store: StorePlace, { layer, content }: MergedFile): Stats | undefined {
  const path = `${layerDir(store, layer)}/${FILES}/${String(content)}`;
  return lstatSync(path, { throwIfNoEntry: false });
}

function isSame(one: Stats, other: Stats | undefined): boolean {
  return one.ino === other?.ino && one.dev === other.dev;
}
