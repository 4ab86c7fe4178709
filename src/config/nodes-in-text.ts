import type { Document, Node, Pair, YAMLMap } from 'yaml';
import { isMap, isScalar, parseDocument } from 'yaml';

/** The text of a config, and where in it a config is. */
export interface Editable {
  readonly text: string;
  /** In a `package.json`: what it lies under. */
  readonly key?: 'tackle';
}

/** The map that the config is, or lies in; nothing where there is none. */
export function rootOf({ text, key }: Editable): Node | null | undefined {
  const document: Document = parseDocument(text, { uniqueKeys: false });
  const root = document.contents;
  if (key === undefined) return root;
  return isMap(root) ? (pairOf(root, key)?.value as Node | undefined) : undefined;
}

export function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((item) => keyOf(item) === key);
}

/** As it is written: `3.10` is the word 3.10. */
export function keyOf({ key }: Pair): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : '';
}

export function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Where the characters of a node end; a block in it may be followed by lines that are not its own. */
export function endOf(node: Node): number {
  const [start = 0, end = 0] = node.range ?? [];
  if (!isMap(node) || node.flow) return Math.max(start, end);
  const last = node.items.at(-1);
  return last === undefined ? end : endOf((last.value ?? last.key) as Node);
}

/** The offset after the end of the line that an offset lies in; one at the beginning of a line ends the line before. */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text.charAt(offset - 1) === '\n') return offset;
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}
