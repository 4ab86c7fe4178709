import type { Stage } from './stage.ts';

/** What a caller could observe, as plain JSON data: compared whole with what was seen natively. */
export type Observation = string | number | boolean | null | object;

/**
 * One thing that a caller can observe of a tool, and how to bring it about. The expectation is never
 * written down: `observe` runs natively first, and every other path has to give the same.
 *
 * An observation holds nothing that may differ from one native run to the next: no pid, no time, no
 * message of a shell. `<project>` stands for the project's directory.
 */
export interface Case {
  /** The row of `rows.ts` that it belongs to. */
  readonly row: number;
  /** Completes "row 5: …"; unique. Says what a user has of it. */
  readonly part: string;
  /** What the tool has for its streams in this case. */
  readonly streams: 'pipes' | 'terminal';
  /** Who runs it; both when not said. */
  readonly callers?: readonly CallerName[];
  observe(stage: Stage): Promise<Observation>;
}

export type CallerName = 'root' | 'user';
