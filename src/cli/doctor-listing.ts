import type { Line } from '../doctor/line.ts';
import type { Page } from './listing.ts';
import { table } from './table.ts';
import { visible } from './visible-text.ts';

/** What `tackle doctor` tells; `--json` prints it as it is. */
export interface DoctorListing {
  /** Nothing that launches fail by. */
  readonly well: boolean;
  readonly lines: readonly Line[];
}

export function listFindings(lines: readonly Line[]): DoctorListing {
  return { well: lines.every(({ state }) => state !== 'fault'), lines };
}

/** A line for each, then what to do about those that are not well, and how many there are. */
export function doctorText({ lines }: DoctorListing, { columns }: Pick<Page, 'columns'>): string {
  const rows = table(
    lines.map(({ state, subject, says }) => [state, subject, says]),
    columns,
  );
  const mending = lines.filter(({ state, mend }) => state !== 'ok' && mend !== undefined);
  const hints = new Set(mending.map(({ subject, mend = '' }) => `hint for ${subject}: ${mend}`));
  const counted = `${count(lines, 'fault')}, ${count(lines, 'warning')}`;
  return [rows, '\n', ...[...hints, counted].map((line) => `${visible(line)}\n`)].join('');
}

function count(lines: readonly Line[], state: 'fault' | 'warning'): string {
  const { length } = lines.filter((line) => line.state === state);
  if (length === 0) return `no ${state}s`;
  return length === 1 ? `1 ${state}` : `${length} ${state}s`;
}
