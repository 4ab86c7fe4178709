import type { Inherited, Resource, RlimitValue } from '../../plan/inherited.ts';

/** `HostConfig.Ulimits` of the Engine API; -1 is no limit. */
export interface Ulimit {
  readonly Name: Resource;
  readonly Soft: number;
  readonly Hard: number;
}

/**
 * The hard limits that processes have from the boot on (`INIT_RLIMITS` of Linux), where that is not
 * unlimited. A daemon gives its containers these or more, unless its administrator says otherwise.
 */
const FROM_BOOT = {
  memlock: 8 << 20,
  msgqueue: 819_200,
  nice: 0,
  nofile: 4096,
  // Half of what the machine's memory is good for: more than that is unlimited.
  nproc: Number.MAX_SAFE_INTEGER,
  rtprio: 0,
  sigpending: Number.MAX_SAFE_INTEGER,
} as const satisfies Partial<Record<Resource, number>>;

/**
 * What the daemon is asked for, so that init can give the tool what the caller has: init itself may lower
 * hard limits and not raise them. Only what containers may be short of is asked for, and nothing is
 * lowered: it would hit init too.
 */
export function ulimitsFor({ nice = 0, rlimits }: Inherited): readonly Ulimit[] {
  if (rlimits === undefined) return [];
  return Object.entries(FROM_BOOT).flatMap(([name, fromBoot]) => {
    const resource = name as keyof typeof FROM_BOOT;
    const inherited = rlimits[resource]?.hard ?? 'unlimited';
    const wanted = resource === 'nice' ? higher(inherited, niceLimit(nice)) : inherited;
    if (wanted !== 'unlimited' && wanted <= fromBoot) return [];
    const value = wanted === 'unlimited' ? -1 : wanted;
    return [{ Name: resource, Soft: value, Hard: value }];
  });
}

/** What `RLIMIT_NICE` has to be for a process to be as nice as this: 20 less the niceness (getrlimit(2)). */
function niceLimit(nice: number): number {
  return nice < 0 ? 20 - nice : 0;
}

function higher(a: RlimitValue, b: number): RlimitValue {
  return a === 'unlimited' ? a : Math.max(a, b);
}
