import type { Promised } from './promises.mjs';
import type { Compared } from './statistics.mjs';

export interface Row extends Compared {
  readonly name: string;
}

/** Launches that took turns, compared with the first. */
export interface Group {
  readonly kind: 'launch' | 'first' | 'streams' | 'many' | 'compile';
  readonly title: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
}

export interface Held {
  readonly resident: number;
  readonly descriptors: number;
  readonly children: number;
}

/** What an agent holds while nothing runs: after its first launch, and after all. */
export interface Agent {
  readonly engine: string;
  readonly fresh: Held;
  readonly used: Held;
}

export function benchmarksPage(run: {
  readonly groups: readonly Group[];
  readonly agents: readonly Agent[];
  readonly promises: readonly Promised[];
  readonly machine: readonly string[];
  readonly notes: readonly string[];
}): string;

export function asLine(promised: Promised): string;
