import type { Inherited, Resource, RlimitValue } from './inherited.ts';

/** As Linux numbers them (getrlimit(2)) on all machines that Tackle runs on. */
const NUMBERS: Readonly<Record<Resource, number>> = {
  ...{ cpu: 0, fsize: 1, data: 2, stack: 3, core: 4, rss: 5, nproc: 6, nofile: 7, memlock: 8 },
  ...{ as: 9, locks: 10, sigpending: 11, msgqueue: 12, nice: 13, rtprio: 14, rttime: 15 },
};

/** The hard limit of each resource that has one. */
export function hardLimits({ rlimits = {} }: Inherited): readonly {
  readonly resource: number;
  readonly most: RlimitValue;
}[] {
  return Object.entries(rlimits).map(([name, { hard }]) => ({
    resource: NUMBERS[name as Resource],
    most: hard,
  }));
}
