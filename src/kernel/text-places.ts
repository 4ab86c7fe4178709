import type { Place } from './place.ts';

/** Turns a run of UTF-16 offsets into a text, end exclusive, into the place a person sees. */
export type PlaceFinder = (start: number, end: number) => Place;

/**
 * A finder for one text. A run is cut at the end of its first line. One that starts on nothing
 * visible (the end of the text, a line ending) moves back to the last visible character before it,
 * so that there is always something to underline.
 */
export function placesIn(file: string, text: string): PlaceFinder {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lineStarts.push(at + 1);
  }
  return (start, end) => {
    const from = visibleAtOrBefore(text, start);
    const line = lastAtMost(lineStarts, from);
    const lineStart = lineStarts[line] ?? 0;
    const lineText = text.slice(lineStart, (lineStarts[line + 1] ?? text.length + 1) - 1);
    const shown = lineText.endsWith('\r') ? lineText.slice(0, -1) : lineText;
    const column = from - lineStart;
    const length = Math.max(1, Math.min(end - from, shown.trimEnd().length - column));
    return { file, line: line + 1, column: column + 1, length, text: shown };
  };
}

function visibleAtOrBefore(text: string, offset: number): number {
  let at = Math.min(offset, text.length);
  if (at < text.length && !/[\r\n]/.test(text.charAt(at))) return at;
  while (at > 0 && /^\s?$/.test(text.charAt(at))) at -= 1;
  return at;
}

/** The index of the last number that is at most `limit`; the numbers ascend. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? Infinity) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
