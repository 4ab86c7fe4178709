import { stdoutColumns } from './stdout-columns.ts';
import { table } from './table.ts';

/** A table for stdout: as wide as its terminal, or as it likes where there is none. */
export function shownTable(rows: readonly (readonly string[])[]): string {
  return table(rows, stdoutColumns());
}
