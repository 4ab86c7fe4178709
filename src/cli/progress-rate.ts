/** How many bytes there were at a time; in milliseconds, on any clock that only goes forward. */
export interface Sample {
  readonly at: number;
  readonly done: number;
}

/** Milliseconds that are looked back on. */
const LATELY = 5000;

/** Milliseconds over which a rate begins to mean something, and one from which the rest can be foretold. */
const ENOUGH = 1000;
const ENOUGH_TO_FORETELL = 3000;

/** Milliseconds between two samples that are kept. */
const APART = 200;

/** What is 2.5 times as fast in one half of the time as in the other is not steady. */
const STEADY = 2.5;

/** The samples with one more, without those that are not needed any longer. Where bytes were taken back, it begins anew. */
export function sampled(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last === undefined || sample.done < last.done) return [sample];
  const firstLate = samples.findIndex(({ at }) => at > sample.at - LATELY);
  const needed = samples.slice(Math.max((firstLate < 0 ? samples.length : firstLate) - 1, 0));
  const before = needed.at(-2);
  const replaces = before !== undefined && last.at - before.at < APART;
  return [...(replaces ? needed.slice(0, -1) : needed), sample];
}

/** Bytes a second, lately; nothing as long as hardly any time has passed. */
export function rateOf(samples: readonly Sample[], now: number): number | undefined {
  const from = beginning(samples, now);
  return now - from < ENOUGH ? undefined : between(samples, from, now);
}

/** Seconds until so many more bytes have come; nothing while that is anybody's guess. */
export function secondsLeft(
  samples: readonly Sample[],
  bytes: number,
  now: number,
): number | undefined {
  const from = beginning(samples, now);
  if (now - from < ENOUGH_TO_FORETELL || bytes <= 0) return undefined;
  const middle = (from + now) / 2;
  const halves = [between(samples, from, middle), between(samples, middle, now)];
  const isSteady = Math.max(...halves) <= STEADY * Math.min(...halves);
  const rate = between(samples, from, now);
  return isSteady && rate > 0 ? bytes / rate : undefined;
}

function beginning(samples: readonly Sample[], now: number): number {
  return Math.max(samples[0]?.at ?? now, now - LATELY);
}

function between(samples: readonly Sample[], from: number, to: number): number {
  return ((doneAt(samples, to) - doneAt(samples, from)) / (to - from)) * 1000;
}

function doneAt(samples: readonly Sample[], time: number): number {
  return (samples.findLast(({ at }) => at <= time) ?? samples[0])?.done ?? 0;
}
