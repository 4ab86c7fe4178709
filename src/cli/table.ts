import { visible, widthOf } from './visible-text.ts';

const GAP = '  ';

/** The last column is broken beside the others while it has as much room; else it goes below them. */
const LEAST_ROOM = 24;

const SLIGHT = 4;

/**
 * Rows in columns, each as wide as its widest cell. Where a line is longer than `columns`, the words of
 * its last cell are broken over several, indented so that the first column stays clear. Where it is longer without that
 * cell already, each cell has lines of its own.
 */
export function table(rows: readonly (readonly string[])[], columns = Infinity): string {
  const shown = rows.map((row) => row.map(visible));
  const widths = (shown[0] ?? []).map((_, at) => Math.max(...shown.map((row) => widthAt(row, at))));
  return shown
    .flatMap((row) => linesOf(row, widths, columns))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function widthAt(row: readonly string[], at: number): number {
  return widthOf(row[at] ?? '');
}

function linesOf(row: readonly string[], widths: readonly number[], columns: number): string[] {
  const last = row.at(-1) ?? '';
  const head = row.slice(0, -1).map((cell, at) => padded(cell, widths[at] ?? 0) + GAP);
  const start = head.join('');
  if (widthOf(start) + widthOf(last) <= columns) return [start + last];
  if (columns - widthOf(start) >= LEAST_ROOM) return hanging(start, last, columns);
  const below = belowOf(widthOf(head[0] ?? ''), columns);
  if (widthOf(start.trimEnd()) <= columns) return [start, ...hanging(below, last, columns)];
  // Not even those: each below the other.
  const [first = '', ...others] = row;
  return [first, ...others.filter(Boolean).flatMap((cell) => hanging(below, cell, columns))];
}

/** What stands before what is below the first column: as much as that takes, while it leaves room. */
function belowOf(first: number, columns: number): string {
  return ' '.repeat(columns - first >= LEAST_ROOM ? first : SLIGHT);
}

/** The words after `start`, on as many lines as they need, each as far in as the first. Both are visible texts. */
export function hanging(start: string, words: string, columns: number): string[] {
  const indent = ' '.repeat(widthOf(start));
  const lines: string[] = [];
  let line = start;
  for (const word of words.split(' ')) {
    const isFirst = line === start || line === indent;
    if (!isFirst && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = indent + word;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - widthOf(cell));
}
