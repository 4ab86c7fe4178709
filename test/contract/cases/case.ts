import type { Bench } from '../bench.ts';
import type { Feature } from '../subject.ts';

/** One thing that holds for every engine. */
export interface Case {
  readonly title: string;
  readonly needs?: readonly Feature[];
  readonly holds: (bench: Bench) => Promise<void>;
}
