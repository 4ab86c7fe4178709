import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import type { Digest } from '../../kernel/brand.ts';
import { hashOf } from './hash-file.ts';
import { readList } from './layer-list.ts';
import type { DirectoryNode, FileNode } from './layer-tree.ts';
import { fileMode } from './modes.ts';
import { FILES, layerDir, LIST, type StorePlace } from './store-place.ts';

export interface HowToCheck {
  /** Reads every file again and compares what it holds. */
  readonly deep?: boolean;
  /** Once it is aborted, no further file is read. */
  readonly signal?: AbortSignal;
}

/** What is not as the layer's list says; nothing when all is. */
export async function layerFault(
  store: StorePlace,
  layer: Digest,
  how: HowToCheck,
): Promise<string | undefined> {
  const directory = layerDir(store, layer);
  if (readdirSync(directory).sort().join() !== [FILES, LIST].sort().join()) {
    return `it should hold \`${FILES}\` and \`${LIST}\` alone`;
  }
  const list = readList(readFileSync(`${directory}/${LIST}`, 'utf8'));
  if (list === undefined) return 'its list cannot be read';
  const contents = contentsOf(list.tree);
  const there = new Set(readdirSync(`${directory}/${FILES}`));
  for (const name of there) {
    if (!contents.has(name)) return `it has a file \`${name}\` that is not in its list`;
  }
  for (const [name, node] of contents) {
    if (!there.has(name)) return `its file \`${name}\` is missing`;
    const why = await fileFault(`${directory}/${FILES}/${name}`, node, how);
    if (why !== undefined) return `its file \`${name}\` ${why}`;
  }
  return undefined;
}

/** What is not as it should be of a file in the store. */
export async function fileFault(
  path: string | Buffer,
  node: FileNode,
  how: HowToCheck,
): Promise<string | undefined> {
  const { mode, size } = lstatSync(path);
  if ((mode & S_IFMT) !== S_IFREG) return 'is no regular file';
  if (size !== node.size) return `has ${String(size)} bytes instead of ${String(node.size)}`;
  const wanted = fileMode(node.mode);
  if ((mode & ALL_BITS) !== wanted) {
    return `has the mode ${octal(mode & ALL_BITS)} instead of ${octal(wanted)}`;
  }
  const isRead = how.deep === true && how.signal?.aborted !== true;
  if (isRead && (await hashOf(path)) !== node.sha256) return 'holds something else';
  return undefined;
}

export const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
/** Permissions, and setuid, setgid and sticky. */
export const ALL_BITS = 0o7777;

export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

/** The files of a layer by the names of their contents: two names for one file count once. */
export function contentsOf(
  tree: DirectoryNode,
  found = new Map<string, FileNode>(),
): ReadonlyMap<string, FileNode> {
  for (const node of tree.children.values()) {
    if (node.kind === 'directory') contentsOf(node, found);
    else if (node.kind === 'file') found.set(String(node.content), node);
  }
  return found;
}
