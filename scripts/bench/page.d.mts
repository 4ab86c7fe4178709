import type { Compared } from './statistics.mjs';

export interface Row extends Compared {
  readonly name: string;
  /** An embedded launch without Node. */
  readonly isSandbox?: boolean | undefined;
}

/** One tool, as one user. */
export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

export const MOST_MORE_MS: number;
export function tooSlow(
  groups: readonly Group[],
): readonly { readonly title: string; readonly more: number }[];
export function benchmarksPage(run: {
  readonly groups: readonly Group[];
  readonly machine: readonly string[];
  readonly rounds: number;
}): string;
