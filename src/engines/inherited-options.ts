import type { Inherited } from '../plan/inherited.ts';
import { rlimitEntries } from '../plan/inherited.ts';

/** The options of `native/init/limits.c` that give the tool what it inherits. */
export function inheritedOptions({ nice, cpus, rlimits }: Inherited): readonly string[] {
  return [
    ...(nice === undefined ? [] : ['--nice', String(nice)]),
    ...(cpus === undefined ? [] : ['--cpus', cpus]),
    ...(rlimits === undefined ? [] : ['--limits', limitsText(rlimits)]),
  ];
}

function limitsText(rlimits: NonNullable<Inherited['rlimits']>): string {
  const entries = rlimitEntries(rlimits);
  return entries.map(([resource, { soft, hard }]) => `${resource}=${soft}:${hard}`).join(',');
}
