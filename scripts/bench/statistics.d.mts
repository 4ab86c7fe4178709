export function quantile(values: readonly number[], share: number): number;
export function median(values: readonly number[]): number;

/** In milliseconds, but for the ratio of the medians. */
export interface Compared {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  readonly ratio: number;
  /** The median of what it took more, round by round. */
  readonly more: number;
}

export function compared(times: readonly number[], others: readonly number[]): Compared;
