import type { Node, Pair, YAMLMap } from 'yaml';
import { isMap, isScalar } from 'yaml';
import type { Editable } from './nodes-in-text.ts';
import { endOf, lineEnd, pairOf, rootOf, startOf } from './nodes-in-text.ts';

/** A word to type, and the toolbox that it lives in. */
export type NewCommand = readonly [command: string, toolbox: string];

/** The text with these commands after those that are there; nothing where it is written in a way that leaves no place for them. */
export function withAdded(source: Editable, added: readonly NewCommand[]): string | undefined {
  const { text } = source;
  const root = rootOf(source);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = (indent: string) =>
    added.map(([command, toolbox]) => `${indent}${command}: ${toolbox}${eol}`).join('');
  const section = `commands:${eol}${lines('  ')}`;
  if (root === null) return ended(text, eol) + section;
  if (!isMap(root)) return undefined;
  const pair = pairOf(root, 'commands');
  if (root.flow) return inFlow(text, root, pair, added, eol);
  if (pair === undefined) return ended(text, eol) + section;
  const value = pair.value as Node | null;
  const afterKey = lineEnd(text, endOf(pair.key as Node));
  if (value === null || (isScalar(value) && value.value === null)) {
    return spliced(text, afterKey, afterKey, lines('  '), eol);
  }
  if (!isMap(value)) return undefined;
  if (value.flow && value.items.length === 0) {
    const [start = 0, end = 0] = value.range ?? [];
    const before = text.slice(0, start).trimEnd();
    const rest = text.slice(end);
    const at = before.length + lineEnd(rest, 0);
    return spliced(before + rest, at, at, lines('  '), eol);
  }
  if (value.flow) return insertedInFlow(text, value, added, eol);
  const [first] = value.items;
  const indent = ' '.repeat(columnOf(text, startOf(first?.key as Node)));
  const at = lineEnd(text, endOf(value));
  return spliced(text, at, at, lines(indent), eol);
}

function inFlow(
  text: string,
  root: YAMLMap,
  pair: Pair | undefined,
  added: readonly NewCommand[],
  eol: string,
): string | undefined {
  const value = pair?.value;
  if (isMap(value)) return value.flow ? insertedInFlow(text, value, added, eol) : undefined;
  if (pair !== undefined) return undefined;
  const inner = added.map(
    ([command, toolbox]) => `${JSON.stringify(command)}: ${JSON.stringify(toolbox)}`,
  );
  const last = root.items.at(-1);
  if (last === undefined) return undefined;
  const indent = indentAt(text, startOf(last.key as Node));
  const at = endOf((last.value ?? last.key) as Node);
  const whole =
    indent === undefined
      ? `, "commands": {${inner.join(', ')}}`
      : `,${eol}${indent}"commands": {${inner.map((line) => `${eol}${indent}${indent}${line}`).join(',')}${eol}${indent}}`;
  return text.slice(0, at) + whole + text.slice(at);
}

/** After the last entry of `{…}`, on lines of their own where that one has one. */
function insertedInFlow(
  text: string,
  map: YAMLMap,
  added: readonly NewCommand[],
  eol: string,
): string {
  const last = map.items.at(-1);
  const [start = 0, end = 0] = map.range ?? [];
  const isQuoted = text.slice(start, end).includes('"') || text.trimStart().startsWith('{');
  const word = (each: string) => (isQuoted ? JSON.stringify(each) : each);
  const entries = added.map(([command, toolbox]) => `${word(command)}: ${word(toolbox)}`);
  if (last === undefined) {
    return `${text.slice(0, start + 1)} ${entries.join(', ')} ${text.slice(end - 1)}`;
  }
  const indent = indentAt(text, startOf(last.key as Node));
  const at = endOf((last.value ?? last.key) as Node);
  const between = indent === undefined ? ', ' : `,${eol}${indent}`;
  return text.slice(0, at) + entries.map((entry) => between + entry).join('') + text.slice(at);
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** What stands before an offset on its line, where that is blank and the line is not the first of the text. */
function indentAt(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  return start > 0 && before.trim() === '' ? before : undefined;
}

function spliced(text: string, from: number, to: number, put: string, eol: string): string {
  return ended(text.slice(0, from), eol) + put + text.slice(to);
}

function ended(text: string, eol: string): string {
  return text === '' || text.endsWith('\n') ? text : text + eol;
}
