import { unreachable } from '../../kernel/unreachable.ts';
import { writeContent } from './content-files.ts';
import { entryPath, linkTarget } from './entry-path.ts';
import { LayerFault, shown } from './layer-fault.ts';
import { directory, enter, lookUp, type DirectoryNode, type Node } from './layer-tree.ts';
import { sparseFile } from './sparse-content.ts';
import type { TarEntry } from './tar-entries.ts';

/** A layer on its way: what it says, and where its contents go. */
export interface Unpacking {
  readonly tree: DirectoryNode;
  readonly contents: string;
  /** How many contents were written; the next one's name. */
  written: number;
}

/** AUFS's marks, which image layers took over: "not there any more" and "nothing from below". */
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
/** What AUFS kept for itself, such as `.wh..wh.plnk/`. */
const BOOKKEEPING = '.wh..wh.';

/**
 * Puts an entry into the tree as `docker` would unpack it: a later one replaces an earlier one, and a directory
 * only a directory's permissions. Devices and FIFOs are left out, and hide what lower layers have in their place.
 */
export async function placeEntry(unpacking: Unpacking, entry: TarEntry): Promise<void> {
  const path = entryPath(sparseFile(entry)?.name ?? entry.name);
  const name = path.at(-1);
  if (name === undefined) {
    placeRoot(unpacking.tree, entry);
    return;
  }
  if (path.some((part) => part.startsWith(BOOKKEEPING) && part !== OPAQUE)) return;
  const parents = path.slice(0, -1);
  if (parents.some((part) => part.startsWith(WHITEOUT))) {
    throw new LayerFault(
      'refused',
      `\`${shown(path.join('/'))}\` in it lies below a mark of removal`,
    );
  }
  const parent = enter(unpacking.tree, parents);
  if (name.startsWith(WHITEOUT)) {
    placeMark(parent, name);
    return;
  }
  const node = await nodeOf(unpacking, entry, { path, old: parent.children.get(name) });
  if (node !== undefined) {
    parent.children.set(name, node);
    return;
  }
  parent.children.delete(name);
  parent.removed.add(name);
}

function placeRoot(tree: DirectoryNode, { kind, mode, mtime }: TarEntry): void {
  if (kind !== 'directory') throw new LayerFault('refused', 'the root in it is no directory');
  tree.attributes = { mode, mtime };
}

function placeMark(parent: DirectoryNode, name: string): void {
  const removed = name.slice(WHITEOUT.length);
  if (name === OPAQUE) parent.opaque = true;
  else if (removed === '' || removed === '.' || removed === '..') {
    throw new LayerFault('refused', `\`${name}\` in it marks nothing that could be removed`);
  } else parent.removed.add(removed);
}

interface Place {
  readonly path: readonly string[];
  /** What the layer has there so far. */
  readonly old: Node | undefined;
}

async function nodeOf(
  unpacking: Unpacking,
  entry: TarEntry,
  { path, old }: Place,
): Promise<Node | undefined> {
  const { mode, mtime } = entry;
  switch (entry.kind) {
    case 'file':
      return await writeContent(unpacking.contents, unpacking.written++, entry);
    case 'directory':
      if (old?.kind !== 'directory') return directory({ mode, mtime });
      old.attributes = { mode, mtime };
      return old;
    case 'symlink':
      return { kind: 'symlink', target: linkTarget(entry.target, path), mtime };
    case 'link':
      return linked(unpacking.tree, entryPath(entry.target), path);
    case 'device':
      return undefined;
    default:
      return unreachable(entry.kind);
  }
}

function linked(tree: DirectoryNode, target: readonly string[], path: readonly string[]): Node {
  const found = lookUp(tree, target);
  if (found === undefined) return { kind: 'link', target };
  if (found.kind !== 'directory') return found;
  const why = `\`${shown(path.join('/'))}\` in it is a hard link to a directory`;
  throw new LayerFault('refused', why);
}
