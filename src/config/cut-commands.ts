import type { Node, Pair, YAMLMap } from 'yaml';
import { isMap } from 'yaml';
import type { Editable } from './nodes-in-text.ts';
import { endOf, keyOf, pairOf, rootOf, startOf } from './nodes-in-text.ts';

/** The text without these commands; nothing where one shares a line with what stays. */
export function withRemoved(source: Editable, names: ReadonlySet<string>): string | undefined {
  const { text } = source;
  const root = rootOf(source);
  const pair = isMap(root) ? pairOf(root, 'commands') : undefined;
  const map = pair?.value;
  if (pair === undefined || !isMap(map)) return undefined;
  const isGone = (item: Pair) => names.has(keyOf(item));
  if (map.flow) return removedFromFlow(text, map, isGone);
  const lines = linesOf(text);
  const gone = new Set<number>();
  const kept = new Set<number>();
  for (const item of map.items) {
    const [from, to] = linesOfItem(text, item);
    for (let line = from; line <= to; line++) (isGone(item) ? gone : kept).add(line);
  }
  if ([...gone].some((line) => kept.has(line))) return undefined;
  const isLeft = map.items.some((item) => !isGone(item));
  for (const line of commentsAlone(lines, gone, kept)) gone.add(line);
  const left = lines.filter((_, at) => !gone.has(at)).join('');
  if (isLeft) return left;
  const end = endOf(pair.key as Node);
  const colon = left.indexOf(':', end) + 1;
  return `${left.slice(0, colon)} {}${left.slice(colon)}`;
}

/**
 * Lines of comments right above something that goes, where all goes that follows them without a comment or an empty line
 * between. One that is not indented is about more than the commands.
 */
function commentsAlone(
  lines: readonly string[],
  gone: ReadonlySet<number>,
  kept: ReadonlySet<number>,
): readonly number[] {
  const found: number[] = [];
  const isComment = (at: number) => /^\s+#/.test(lines[at] ?? '');
  for (let at = 0; at < lines.length; at++) {
    if (!isComment(at) || !gone.has(at + 1)) continue;
    let below = at + 1;
    while (gone.has(below)) below++;
    if (kept.has(below)) continue;
    for (let above = at; isComment(above); above--) found.push(above);
  }
  return found;
}

function removedFromFlow(text: string, map: YAMLMap, isGone: (item: Pair) => boolean): string {
  const { items } = map;
  const spans = items.map(
    (item) => [startOf(item.key as Node), endOf((item.value ?? item.key) as Node)] as const,
  );
  let out = text;
  for (let at = items.length - 1; at >= 0; at--) {
    const [item, span] = [items[at], spans[at]];
    if (item === undefined || span === undefined || !isGone(item)) continue;
    const next = spans[at + 1];
    // Of those that are left, the last one has no comma behind it.
    const isLast = !items.slice(at + 1).some((each) => !isGone(each));
    const before = isLast ? spans[at - 1] : undefined;
    const from = before === undefined ? span[0] : before[1];
    const to = isLast ? span[1] : (next?.[0] ?? span[1]);
    out = out.slice(0, from) + out.slice(to);
  }
  return out;
}

/** With what ends them. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The first and the last of its lines. */
function linesOfItem(text: string, { key, value }: Pair): readonly [number, number] {
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length - 1;
  const end = endOf((value ?? key) as Node);
  return [lineAt(startOf(key as Node)), lineAt(Math.max(end - 1, startOf(key as Node)))];
}
