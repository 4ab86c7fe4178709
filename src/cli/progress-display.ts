import type { Progress } from '../kernel/work.ts';

/** Where progress is shown: stderr, or what stands for it in a test. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly fd?: number;
  write(text: string): unknown;
}

export interface ProgressDisplay {
  report(event: Progress): void;
  /** Says that what is under way is being given up, which may take seconds too. */
  stopping(): void;
  /** Erases what can be erased; nothing is written after it. */
  close(): void;
}

/** Milliseconds before anything is said: what is done sooner needs no words. */
export const PATIENCE = 400;

/** Milliseconds between two looks at the clock. */
export const BEAT = 200;
