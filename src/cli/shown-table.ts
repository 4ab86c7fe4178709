import { table } from './table.ts';

/** A table for stdout: as wide as its terminal, or as it likes where there is none. */
export function shownTable(rows: readonly (readonly string[])[]): string {
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 ? table(rows, columns) : table(rows);
}
