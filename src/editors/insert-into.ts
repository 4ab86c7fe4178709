import { isMap, parseDocument } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import { endOf, pairOf, startOf } from '../config/nodes-in-text.ts';
import { withoutComments } from '../config/without-comments.ts';

/** As VS Code indents what it writes itself. */
const UNIT = '    ';

/**
 * The text with these entries at the end of its object, or of the object under a key of it. Nothing where there is no such object.
 * Comments and commas stay where they are.
 */
export function insertInto(
  text: string,
  key: string | undefined,
  entries: readonly (readonly [string, unknown])[],
): string | undefined {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const blank = withoutComments(text);
  if (blank.trim() === '') {
    const before = text.trim() === '' ? '' : `${text.trimEnd()}${eol}`;
    return `${before}{${lines(entries, '', UNIT, eol)}${eol}}${eol}`;
  }
  const root = parseDocument(blank, { uniqueKeys: false }).contents;
  const map = key === undefined ? root : isMap(root) ? pairOf(root, key)?.value : undefined;
  if (!isMap(root) || !isMap(map) || map.flow !== true) return undefined;
  return within(text, blank, map, entries, unitOf(text, root), eol);
}

function within(
  text: string,
  blank: string,
  map: YAMLMap,
  entries: readonly (readonly [string, unknown])[],
  unit: string,
  eol: string,
): string {
  const open = startOf(map);
  const close = (map.range?.[1] ?? 0) - 1;
  const last = map.items.at(-1);
  const end = last === undefined ? open + 1 : endOf((last.value ?? last.key) as Node);
  const hasComma = blank.slice(end, close).trimStart().startsWith(',');
  const comma = last === undefined || hasComma ? '' : ',';
  const isOnOneLine = !text.slice(open, close).includes('\n');
  if (last !== undefined && isOnOneLine && text.slice(end, close).trim() === '') {
    const inner = entries.map(([name, value]) => `, ${pair(name, value)}`).join('');
    return text.slice(0, end) + inner + text.slice(end);
  }
  const outer = indentOf(text, open);
  const indent =
    last !== undefined && isFirstOnLine(text, startOf(last.key as Node))
      ? indentOf(text, startOf(last.key as Node))
      : outer + unit;
  const kept = text.slice(0, end) + comma + text.slice(end, close).trimEnd();
  return `${kept}${lines(entries, indent, unit, eol)}${eol}${outer}${text.slice(close)}`;
}

/** One below the other, each after an end of line. */
function lines(
  entries: readonly (readonly [string, unknown])[],
  indent: string,
  unit: string,
  eol: string,
): string {
  const at = indent === '' ? unit : indent;
  return entries
    .map(([name, value]) => {
      const printed = JSON.stringify(value, undefined, unit).replaceAll('\n', `${eol}${at}`);
      return `${eol}${at}${JSON.stringify(name)}: ${printed}`;
    })
    .join(',');
}

function pair(name: string, value: unknown): string {
  return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
}

/** What the first entry is indented by. */
function unitOf(text: string, root: YAMLMap): string {
  const key = root.items[0]?.key as Node | undefined;
  if (key === undefined || !isFirstOnLine(text, startOf(key))) return UNIT;
  return indentOf(text, startOf(key)) || UNIT;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function isFirstOnLine(text: string, offset: number): boolean {
  const start = lineStart(text, offset);
  return start > 0 && text.slice(start, offset).trim() === '';
}

/** The blanks at the beginning of the line that an offset is on. */
function indentOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}
