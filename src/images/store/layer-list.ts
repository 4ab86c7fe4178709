import type { Digest } from '../../kernel/brand.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { directory, type DirectoryNode, type Node } from './layer-tree.ts';

/** What is known of a layer in the store: everything but what its files hold. */
export interface LayerList {
  readonly diffId: Digest;
  readonly tree: DirectoryNode;
}

/** Raised when a list of before could be misread. Another format is as if the layer were not there. */
const FORMAT = 1;

type Line =
  | readonly ['directory', path: string, ...attributes: readonly [mode?: number, mtime?: number]]
  | readonly ['opaque', path: string]
  | readonly ['removed', path: string]
  | readonly ['file', path: string, number, number, number, number, string]
  | readonly ['symlink', path: string, target: string, mtime: number]
  | readonly ['link', path: string, target: string];

interface Written {
  readonly format: number;
  readonly diffId: Digest;
  readonly lines: readonly Line[];
}

/** The list as text; bytes that are no UTF-8 stand in it as in `kernel/byte-text.ts`. */
export function writeList({ diffId, tree }: LayerList): string {
  const lines = [...linesOf('', tree)];
  const written: Written = { format: FORMAT, diffId, lines };
  return JSON.stringify(written);
}

/** Nothing when the text is no list of this format. */
export function readList(text: string): LayerList | undefined {
  try {
    const { format, diffId, lines } = JSON.parse(text) as Written;
    if (format !== FORMAT) return undefined;
    const tree = directory();
    for (const line of lines) put(tree, line);
    return { diffId, tree };
  } catch {
    return undefined;
  }
}

function* linesOf(path: string, node: Node): Generator<Line> {
  switch (node.kind) {
    case 'file':
      yield ['file', path, node.mode, node.mtime, node.size, node.content, node.sha256];
      return;
    case 'symlink':
      yield ['symlink', path, node.target, node.mtime];
      return;
    case 'link':
      yield ['link', path, node.target.join('/')];
      return;
    case 'directory': {
      const { attributes } = node;
      yield [
        'directory',
        path,
        ...(attributes ? ([attributes.mode, attributes.mtime] as const) : ([] as const)),
      ];
      if (node.opaque) yield ['opaque', path];
      for (const name of node.removed) yield ['removed', `${path}/${name}`];
      for (const [name, child] of node.children) yield* linesOf(`${path}/${name}`, child);
      return;
    }
    default:
      unreachable(node);
  }
}

function put(tree: DirectoryNode, line: Line): void {
  const [kind, path] = line;
  const at = path.lastIndexOf('/');
  const name = path.slice(at + 1);
  const parent = find(tree, path.slice(0, Math.max(0, at)));
  switch (kind) {
    case 'directory': {
      const [, , mode, mtime] = line;
      const described = mode !== undefined && mtime !== undefined;
      const made = directory(described ? { mode, mtime } : undefined);
      if (path === '') Object.assign(tree, made);
      else parent.children.set(name, made);
      return;
    }
    case 'opaque':
      find(tree, path).opaque = true;
      return;
    case 'removed':
      parent.removed.add(name);
      return;
    case 'file': {
      const [, , mode, mtime, size, content, sha256] = line;
      parent.children.set(name, { kind, mode, mtime, size, content, sha256 });
      return;
    }
    case 'symlink':
      parent.children.set(name, { kind, target: line[2], mtime: line[3] });
      return;
    case 'link':
      parent.children.set(name, { kind, target: line[2].split('/') });
      return;
    default:
      unreachable(kind);
  }
}

/** Directories come before what is in them. */
function find(tree: DirectoryNode, path: string): DirectoryNode {
  let found: Node | undefined = tree;
  for (const name of path.split('/').slice(1)) {
    found = found?.kind === 'directory' ? found.children.get(name) : undefined;
  }
  if (found?.kind !== 'directory') throw new Error(`no directory \`${path}\``);
  return found;
}
