import { DEEPEST, LONGEST_PATH, MOST_LINKS_FOLLOWED } from './archive-limits.ts';
import { LayerFault, shown } from './layer-fault.ts';

/*
 * What an archive says, as a value. The names in it never meet the file system: contents are written to files that
 * are called 0, 1, 2 …, and a root is laid out from the finished tree, where a symbolic link is a leaf. So there is
 * no moment at which a name could lead through one.
 */

export type Node = DirectoryNode | Leaf;
export type Leaf = FileNode | SymlinkNode | LinkNode;

/** What a directory or a file is besides its content. */
export interface Attributes {
  /** The permission bits as the archive has them, with `S_ISUID`, `S_ISGID` and `S_ISVTX`. */
  readonly mode: number;
  /** In seconds since 1970; may have a fraction. */
  readonly mtime: number;
}

export type DirectoryNode = DirectoryOf<Node>;

export interface DirectoryOf<Child> {
  readonly kind: 'directory';
  /** Absent where the archive only names something inside it: then a lower layer's hold. */
  attributes?: Attributes;
  readonly children: Map<string, Child>;
  /** What lower layers have under these names is gone. */
  readonly removed: Set<string>;
  /** All that lower layers have in it is gone. */
  opaque: boolean;
}

export interface FileNode extends Attributes {
  readonly kind: 'file';
  readonly size: number;
  /** The name of its content in the layer; two names with one content are hard links of each other. */
  readonly content: number;
  /** In hex. */
  readonly sha256: string;
}

export interface SymlinkNode {
  readonly kind: 'symlink';
  readonly target: string;
  readonly mtime: number;
}

/** A hard link to what a lower layer has at this path. */
export interface LinkNode {
  readonly kind: 'link';
  readonly target: readonly string[];
}

export function directory(attributes?: Attributes): DirectoryNode {
  return {
    kind: 'directory',
    ...(attributes !== undefined && { attributes }),
    children: new Map(),
    removed: new Set(),
    opaque: false,
  };
}

/**
 * The directory that an entry's name leads to, made where it is missing. Symbolic links on the way are followed
 * within the tree, as an archiver in a root of its own would; at its top `..` leads nowhere.
 */
export function enter(root: DirectoryNode, path: readonly string[]): DirectoryNode {
  const found = walk(root, path, (parent, name) => {
    const made = directory();
    parent.children.set(name, made);
    return made;
  });
  if (found?.kind === 'directory') return found;
  throw refused(path, 'is not a directory, and something lies below');
}

/** What is at the path; symbolic links are followed on the way, and not at its end. */
export function lookUp(root: DirectoryNode, path: readonly string[]): Node | undefined {
  const name = path.at(-1);
  if (name === undefined) return root;
  const parent = walk(root, path.slice(0, -1), () => undefined);
  return parent?.kind === 'directory' ? parent.children.get(name) : undefined;
}

interface Step {
  readonly node: DirectoryNode;
  /** Names and slashes from the root to here; a character is a byte at least. */
  readonly length: number;
}

/** @param make what to do where there is nothing */
function walk(
  root: DirectoryNode,
  path: readonly string[],
  make: (parent: DirectoryNode, name: string) => Node | undefined,
): Node | undefined {
  const top: Step = { node: root, length: 0 };
  let way: Step[] = [top];
  const left = path.toReversed();
  let followed = 0;
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (way.length > 1) way.pop();
      continue;
    }
    const { node: parent, length } = way.at(-1) ?? top;
    const node = parent.children.get(name) ?? make(parent, name);
    if (node?.kind === 'directory') {
      way.push({ node, length: length + Buffer.byteLength(name) + 1 });
    } else if (node?.kind === 'symlink') {
      if (++followed > MOST_LINKS_FOLLOWED) throw refused(path, 'is a circle of symbolic links');
      if (node.target.startsWith('/')) way = [top];
      left.push(...node.target.split('/').reverse());
    } else {
      return undefined;
    }
    const { length: far } = way.at(-1) ?? top;
    // Through symbolic links a short name reaches a place that has no name short enough.
    if (way.length > DEEPEST || far > LONGEST_PATH) throw refused(path, 'lies too deep');
  }
  return way.at(-1)?.node;
}

function refused(path: readonly string[], why: string): LayerFault {
  return new LayerFault('refused', `\`${shown(path.join('/'))}\` in it ${why}`);
}
