import type { Digest } from '../../kernel/brand.ts';
import { LayerFault, shown } from './layer-fault.ts';
import {
  directory,
  lookUp,
  type DirectoryNode,
  type DirectoryOf,
  type FileNode,
  type SymlinkNode,
} from './layer-tree.ts';

/** The file system that layers on top of each other make. */
export type MergedDirectory = DirectoryOf<MergedNode>;

export type MergedNode = MergedDirectory | MergedFile | SymlinkNode;

/** A file, and the layer that has its content. */
export interface MergedFile extends FileNode {
  readonly layer: Digest;
}

/**
 * Puts layers on top of each other, the lowest first, as overlayfs shows them: what a layer has in a place hides
 * whatever was there, a directory only what is not a directory; marks of removal are about lower layers alone.
 *
 * Throws a `LayerFault` for a hard link to what no lower layer has.
 */
export function mergeLayers(
  layers: readonly { readonly digest: Digest; readonly tree: DirectoryNode }[],
): MergedDirectory {
  const root = directory() as MergedDirectory;
  for (const { digest, tree } of layers) {
    // Looked up before anything changes: a layer that renames a file says "link there" and "removed here".
    const links = new Map<object, MergedNode>();
    findLinks(tree, root, links);
    apply(root, tree, { digest, links });
  }
  return root;
}

interface Applied {
  readonly digest: Digest;
  readonly links: ReadonlyMap<object, MergedNode>;
}

function findLinks(
  tree: DirectoryNode,
  below: MergedDirectory,
  links: Map<object, MergedNode>,
): void {
  for (const node of tree.children.values()) {
    if (node.kind === 'directory') findLinks(node, below, links);
    if (node.kind !== 'link') continue;
    const found = lookUp(below, node.target) as MergedNode | undefined;
    if (found === undefined || found.kind === 'directory') {
      const target = shown(node.target.join('/'));
      throw new LayerFault('refused', `it has a hard link to \`${target}\`, and no file is there`);
    }
    links.set(node, found);
  }
}

function apply(lower: MergedDirectory, upper: DirectoryNode, layer: Applied): void {
  if (upper.attributes !== undefined) lower.attributes = upper.attributes;
  if (upper.opaque) lower.children.clear();
  for (const name of upper.removed) lower.children.delete(name);
  for (const [name, node] of upper.children) {
    switch (node.kind) {
      case 'directory':
        apply(directoryIn(lower, name), node, layer);
        break;
      case 'file':
        lower.children.set(name, { ...node, layer: layer.digest });
        break;
      case 'symlink':
        lower.children.set(name, node);
        break;
      case 'link': {
        const target = layer.links.get(node);
        if (target !== undefined) lower.children.set(name, target);
      }
    }
  }
}

function directoryIn(parent: MergedDirectory, name: string): MergedDirectory {
  const there = parent.children.get(name);
  if (there?.kind === 'directory') return there;
  const made = directory() as MergedDirectory;
  parent.children.set(name, made);
  return made;
}
