import type { AnyProblem } from './any-problem.ts';

/** What is of no use any more, in parts that are removed one by one. */
export interface Prunable {
  readonly parts: readonly PrunablePart[];
  readonly problems: readonly AnyProblem[];
}

export interface PrunablePart {
  readonly row: PruneRow;
  /** What stood in the way. */
  readonly remove: () => Promise<readonly AnyProblem[]>;
}

/** One of them, for people and programs. */
export interface PruneRow {
  readonly kind: 'container' | 'prepared' | 'shims' | 'images' | 'logs';
  readonly what: string;
  /** What it takes on the disk, where that is known. */
  readonly bytes?: number;
}

export const NOTHING: Prunable = { parts: [], problems: [] };
