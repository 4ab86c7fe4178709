import { getPriority } from 'node:os';
import type { HostFacts } from '../plan/host-facts.ts';
import { affinity } from './affinity.ts';
import { resourceLimits } from './resource-limits.ts';

/** What this process has from its caller, and its tool is to have too. */
export function inheritedFromCaller(): HostFacts['inherited'] {
  const cpus = affinity();
  const rlimits = resourceLimits();
  return {
    nice: getPriority(),
    ...(cpus !== undefined && { cpus }),
    ...(rlimits !== undefined && { rlimits }),
  };
}
