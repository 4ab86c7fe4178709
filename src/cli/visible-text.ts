import { displayWidth } from './display-width.ts';

/** One grapheme of a text as it is shown: hostile and invisible characters spelled out. */
export interface Cell {
  /** Where it lies in the text, in UTF-16 code units: `from` up to, without, `to`. */
  readonly from: number;
  readonly to: number;
  readonly shown: string;
  /** Columns of a terminal. */
  readonly width: number;
}

const TAB = '    ';

/** Controls, escape sequences' first bytes, direction overrides, zero-width characters, lone surrogates. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const PICTURE = /\p{Extended_Pictographic}/u;

/** The longest emoji family has 11 code units; a longer cluster is marks piled up to overdraw lines. */
const LONGEST_GRAPHEME = 16;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text cut into graphemes; a tab is shown as four columns. */
export function cellsOf(text: string): readonly Cell[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment, index }) => {
    const span = { from: index, to: index + segment.length };
    if (segment === '\t') return { ...span, shown: TAB, width: TAB.length };
    const shown = spelled(segment);
    return { ...span, shown, width: shown === segment ? displayWidth(segment) : shown.length };
  });
}

/**
 * The text with nothing in it that moves the cursor, changes colours or direction, or hides:
 * texts of a repository, a registry or a program reach a terminal only through here.
 */
export function visible(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return cellsOf(text)
    .map((cell) => (text.slice(cell.from, cell.to) === '\t' ? '\\t' : cell.shown))
    .join('');
}

/** How many columns of a terminal a visible text takes. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return cellsOf(text).reduce((sum, cell) => sum + cell.width, 0);
}

/** The visible text, or as much of its beginning as fits into the columns, with an ellipsis. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let used = 1;
  let shown = '';
  for (const cell of cellsOf(text)) {
    used += cell.width;
    if (used > columns) break;
    shown += cell.shown;
  }
  return columns < 1 ? '' : `${shown}…`;
}

function spelled(grapheme: string): string {
  if (grapheme.length > LONGEST_GRAPHEME) return Array.from(grapheme, escapeMark).join('');
  const joinsPictures = PICTURE.test(grapheme);
  return Array.from(grapheme, (character) => {
    if (joinsPictures && character === '\u200d') return character;
    return HIDDEN.test(character) ? escape(character) : character;
  }).join('');
}

function escapeMark(character: string): string {
  return /\p{M}/u.test(character) || HIDDEN.test(character) ? escape(character) : character;
}

function escape(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  // A byte that is no UTF-8 (kernel/byte-text.ts).
  const code = point >= 0xdc80 && point <= 0xdcff ? point & 0xff : point;
  const hex = code.toString(16);
  if (code > 0xffff) return `\\u{${hex}}`;
  return (
    NAMED[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`)
  );
}
