import { setTimeout as wait } from 'node:timers/promises';
import type { After } from '../ask-http.ts';

/** Clock, dice and timers of a client, so that a test has its own and waits for nothing. */
export interface Pace {
  /** Milliseconds since the epoch: `Retry-After` may be a date, and tokens age. */
  readonly now: () => number;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** The rest between two tries, in milliseconds. Ends early, and without an error, when the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** How long the other side may be silent. */
  readonly after: After;
}

export const REAL_PACE: Pace = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: async (milliseconds, signal) => {
    await wait(milliseconds, undefined, { signal }).catch(() => undefined);
  },
  after: (milliseconds, act) => {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};
