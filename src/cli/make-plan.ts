import type { Tool } from '../catalog/tool.ts';
import { gatherFacts } from '../host/facts.ts';
import { projectFacts } from '../host/project-facts.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { planLaunch } from '../plan/plan-launch.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import type { EngineFinder } from './engine-finder.ts';
import { engineFinder } from './engine-finder.ts';
import { findPin } from './find-pin.ts';
import type { Surroundings } from './read-surroundings.ts';
import { readSurroundings } from './read-surroundings.ts';

/** What somebody asked for, before anything is known of the place they ask from. */
export interface LaunchRequest {
  readonly choose: (surroundings: Surroundings) => Result<Tool, AnyProblem>;
  /** For the tool. */
  readonly args: readonly string[];
}

export interface Planned {
  readonly plan: LaunchPlan;
  readonly tool: Tool;
  readonly findEngine: EngineFinder;
}

/**
 * From a request to the launch as a value: config, catalogue, host facts and pin come together here.
 * An engine is looked for only when a tag has to be explained.
 */
export async function makePlan(
  request: LaunchRequest,
  context: Context,
  work: Work,
): Promise<Result<Planned, readonly AnyProblem[]>> {
  const surroundings = await readSurroundings(context);
  if (!surroundings.ok) return surroundings;
  const { config, lock } = surroundings.value;
  const tool = request.choose(surroundings.value);
  if (!tool.ok) return err([tool.error]);
  const findEngine = engineFinder(config, context.env);

  const facts = gatherFacts(request.args, context.env);
  if (!facts.ok) return err([facts.error]);
  const { platform } = facts.value;
  const frozen = config.frozen?.value === true;
  const pin = await findPin(tool.value, { lock, frozen, platform, findEngine }, work);
  if (!pin.ok) return err([pin.error]);
  const plan = planLaunch({
    tool: tool.value,
    pin: pin.value,
    args: request.args,
    env: config.env.map((entry) => entry.value),
    share: config.share.map((word) => word.value),
    limits: config.limits,
    facts: facts.value,
    ...(config.project && { project: projectFacts(config.project.root, facts.value.user.uid) }),
  });
  return plan.ok ? ok({ plan: plan.value, tool: tool.value, findEngine }) : err([plan.error]);
}
