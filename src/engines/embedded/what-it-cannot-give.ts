import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { EngineProblem } from '../engine.ts';
import { unusable } from '../problems.ts';

/** What a plan asks for that bubblewrap alone cannot give: said, and never left out in silence. */
export function whatItCannotGive({ network, limits }: LaunchPlan): EngineProblem | undefined {
  const hint = 'leave it out, or use a container engine: `tackle --engine docker …`';
  if (network === 'bridge') {
    return unusable('the embedded engine has no bridge network: only `none` and `host`', { hint });
  }
  if (limits.memory !== undefined || limits.cpus !== undefined) {
    return unusable('the embedded engine cannot limit memory or processors', { hint });
  }
  return undefined;
}
