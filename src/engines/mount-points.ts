import { makeMountPoints } from '../host/make-mount-points.ts';
import type { HostProblem } from '../host/problems.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { BindMount, LaunchPlan } from '../plan/launch-plan.ts';
import { mountPointsWithin } from '../plan/mounts.ts';

/**
 * Makes, as the caller, the directories of the host that the plan's mounts need: the toolbox's home and
 * volumes, and the mount points inside them. Left to the engine they would be made by root, in the
 * caller's files.
 */
export function makePlansMountPoints(plan: LaunchPlan): Result<void, HostProblem> {
  for (const mount of plan.mounts) {
    if (mount.kind !== 'bind' || !isTackles(mount)) continue;
    const made = makeMountPoints(mount.source, mountPointsWithin(mount, plan.mounts));
    if (!made.ok) return made;
  }
  return ok(undefined);
}

function isTackles({ purpose }: BindMount): boolean {
  return purpose === 'home' || purpose === 'volume';
}
