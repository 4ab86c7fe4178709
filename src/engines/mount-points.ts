import { makeMountPoints } from '../host/make-mount-points.ts';
import type { HostProblem } from '../host/problems.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { mountPointsWithin } from '../plan/mounts.ts';

/**
 * Makes, as the caller, the directories of the host that the plan's mounts need: the toolbox's home and
 * volumes, and the mount points inside them. Left to the engine they would be made by root, in the
 * caller's files.
 */
export function makePlansMountPoints(plan: LaunchPlan): Result<void, HostProblem> {
  for (const { mount, points } of tacklesOwn(plan)) {
    const made = makeMountPoints(mount.source, points);
    if (!made.ok) return made;
  }
  return ok(undefined);
}

/** Those mount points on the host: what lies there is for every tool to change, and is not to be a link when it is mounted on. */
export function mountPointsOf(plan: LaunchPlan): readonly AbsolutePath[] {
  return tacklesOwn(plan).flatMap(({ points }) => points.map(({ path }) => path));
}

function tacklesOwn({ mounts }: LaunchPlan) {
  return mounts.flatMap((mount) => {
    const isOurs = mount.kind === 'bind' && ['home', 'volume'].includes(mount.purpose);
    return isOurs ? [{ mount, points: mountPointsWithin(mount, mounts) }] : [];
  });
}
