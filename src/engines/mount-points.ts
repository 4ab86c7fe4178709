import { mkdirSync } from 'node:fs';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { mountPointsWithin } from '../plan/mounts.ts';

/**
 * Makes, as the caller, the directories of the host that the plan's mounts need: toolbox homes and mount
 * points inside them. Left to the engine they would be made by root, in the caller's files.
 *
 * Throws a system error where the caller may not make one.
 */
export function makeMountPoints({ mounts }: LaunchPlan): void {
  for (const mount of mounts) {
    if (mount.kind !== 'bind' || mount.access !== 'read-write') continue;
    if (mount.purpose === 'home') mkdirSync(mount.source, { recursive: true, mode: 0o700 });
    for (const point of mountPointsWithin(mount, mounts)) mkdirSync(point, { recursive: true });
  }
}
