import { makeMountPoints, makeMountPointsInProject } from '../host/make-mount-points.ts';
import type { HostProblem } from '../host/problems.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { BindMount, LaunchPlan } from '../plan/launch-plan.ts';
import { mountPointsWithin } from '../plan/mounts.ts';

/**
 * Makes, as the caller, the directories of the host that the plan's mounts need: the toolbox's home, its
 * volumes, and the mount points inside those and the project. Left to the engine they would be made by
 * root, in the caller's files.
 */
export function makePlansMountPoints(plan: LaunchPlan): Result<void, HostProblem> {
  for (const mount of plan.mounts) {
    const made = mount.kind === 'bind' ? makeFor(mount, plan) : ok(undefined);
    if (!made.ok) return made;
  }
  return ok(undefined);
}

function makeFor(mount: BindMount, { mounts }: LaunchPlan): Result<void, HostProblem> {
  const { purpose } = mount;
  if (purpose === 'home' || purpose === 'volume') {
    return makeMountPoints(mount.source, mountPointsWithin(mount, mounts));
  }
  if (purpose !== 'project') return ok(undefined);
  return makeMountPointsInProject(mountPointsWithin(mount, mounts));
}
