import type { Place } from '../kernel/place.ts';
import type { Cell } from './visible-text.ts';
import { cellsOf } from './visible-text.ts';

export interface Excerpt {
  readonly source: string;
  /** Spaces, then a `^` under each column of the fault. */
  readonly underline: string;
}

/** How many code units of an endless line (a minified file) are looked at on each side of the fault. */
const LOOKED_AT = 400;
const CUT = '…';

/**
 * The source line as it can be shown in so many columns, with the fault marked. A longer line is cut
 * on both sides of the fault; a fault past the line's end marks the column after it.
 */
export function excerpt(place: Place, columns: number): Excerpt {
  const from = Math.min(place.column - 1, place.text.length);
  const offset = Math.max(0, from - LOOKED_AT);
  const seen = place.text.slice(offset, from + LOOKED_AT);
  const cells = cellsOf(seen);
  const found = cells.findIndex((cell) => cell.to > from - offset);
  const fault = found < 0 ? cells.length : found;
  const [left, right] = windowAround(cells, fault, columns - 3);

  const before = offset > 0 || left > 0 ? CUT : '';
  const after = right < cells.length || offset + seen.length < place.text.length ? CUT : '';
  const faultEnd = from - offset + place.length;
  const marked = cells.slice(fault, right).filter((cell) => cell.from < faultEnd);
  const lead = before.length + widthOf(cells.slice(left, fault));
  return {
    source: `${before}${textOf(cells.slice(left, right))}${after}`.trimEnd(),
    underline: ' '.repeat(lead) + '^'.repeat(Math.max(1, widthOf(marked))),
  };
}

/** The cells to show, `[left, right)`: half of the room before the fault at most, all of it used. */
function windowAround(cells: readonly Cell[], fault: number, room: number): [number, number] {
  let left = fault;
  let right = fault;
  let used = 0;
  const takeLeft = (limit: number) => {
    for (let cell = cells[left - 1]; cell && used + cell.width <= limit; cell = cells[left - 1]) {
      used += cell.width;
      left -= 1;
    }
  };
  takeLeft(Math.floor(room / 2));
  for (let cell = cells[right]; cell && used + cell.width <= room; cell = cells[right]) {
    used += cell.width;
    right += 1;
  }
  takeLeft(room);
  return [left, right];
}

function textOf(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.shown).join('');
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}
