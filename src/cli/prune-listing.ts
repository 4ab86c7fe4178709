import { megabytes } from './megabytes.ts';
import type { PruneRow } from './prunable.ts';
import { table } from './table.ts';

/** What `tackle prune` tells; `--json` prints it as it is. */
export interface PruneListing {
  /** `false`: it would go. */
  readonly removed: boolean;
  /** Of all together, as far as it is known. */
  readonly bytes: number;
  readonly rows: readonly PruneRow[];
}

export function listPruned(rows: readonly PruneRow[], removed: boolean): PruneListing {
  return { removed, bytes: rows.reduce((sum, { bytes = 0 }) => sum + bytes, 0), rows };
}

/** A line for each, then how much they take together. */
export function pruneText(
  { removed, bytes, rows }: PruneListing,
  columns: number | undefined,
): string {
  if (rows.length === 0) return removed ? 'nothing to remove\n' : 'nothing would be removed\n';
  const cells = rows.map((row) => [
    row.kind,
    row.bytes === undefined ? '' : `${megabytes(row.bytes)} MB`.padStart(10),
    row.what,
  ]);
  const words = removed ? 'freed' : 'would be freed';
  return `${table(cells, columns)}${megabytes(bytes)} MB ${words}\n`;
}
