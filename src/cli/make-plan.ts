import type { Tool } from '../catalog/tool.ts';
import type { Config } from '../config/config.ts';
import { gatherFacts } from '../host/facts.ts';
import { mountFacts } from '../host/mount-facts.ts';
import { projectFacts } from '../host/project-facts.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { credentialsIn } from '../plan/never-shared.ts';
import { planLaunch, type PlanRequest } from '../plan/plan-launch.ts';
import type { AnyProblem } from './any-problem.ts';
import { chooseHere, type Choice } from './choose-here.ts';
import type { Context } from './command.ts';
import { contextsOf, type ContextsNow } from './contexts.ts';
import type { EngineFinder } from './engine-finder.ts';
import { engineFinder } from './engine-finder.ts';
import { findPin } from './find-pin.ts';
import { during } from './launch-account.ts';
import type { Surroundings } from './read-surroundings.ts';
import { readSurroundings } from './read-surroundings.ts';

/** What somebody asked for, before anything is known of the place they ask from. */
export interface LaunchRequest extends Choice {
  /** For the tool. */
  readonly args: readonly string[];
  /** As if the caller stood in the project's root, where there is a project. */
  readonly atRoot?: true;
}

export interface Planned {
  readonly plan: LaunchPlan;
  /** What it was computed from. */
  readonly from: PlanRequest;
  readonly config: Config;
  readonly tool: Tool;
  readonly findEngine: EngineFinder;
}

/** What is to be launched, as asked: nothing has been done for it yet, and whether it may be done is the next question. */
export interface Chosen {
  readonly here: Surroundings;
  readonly tool: Tool;
  readonly contexts: ContextsNow;
  /** Of the project, also of one that has no config. */
  readonly root?: AbsolutePath;
}

export async function chooseTool(
  request: LaunchRequest,
  context: Context,
): Promise<Result<Chosen, readonly AnyProblem[]>> {
  const surroundings = await readSurroundings(context);
  if (!surroundings.ok) return surroundings;
  const chosen = await chooseHere(request, surroundings.value, context);
  if (!chosen.ok) return chosen;
  const contexts = await contextsOf([chosen.value.tool], chosen.value.here.config);
  return ok({ ...chosen.value, contexts });
}

/**
 * From what was chosen to the launch as a value: config, catalogue, host facts and pin come together here.
 * An engine is looked for only when a tag has to be explained.
 */
export async function makePlan(
  request: LaunchRequest,
  { here, tool, contexts, root }: Chosen,
  context: Context,
  work: Work,
): Promise<Result<Planned, readonly AnyProblem[]>> {
  const { config, lock } = here;
  const findEngine = engineFinder(config, context.env, context.account);

  const facts = gatherFacts(request.args, context.env);
  if (!facts.ok) return err([facts.error]);
  const { platform } = facts.value;
  const frozen = config.frozen?.value === true;
  const pin = await during(context.account, 'image', () =>
    findPin(tool, { lock, frozen, platform, findEngine, contexts }, work),
  );
  if (!pin.ok) return err([pin.error]);
  const project = root && projectFacts(root, facts.value.user.uid);
  const from: PlanRequest = {
    tool,
    pin: pin.value,
    args: request.args,
    env: config.env.map((entry) => entry.value),
    share: config.share.map((word) => word.value),
    limits: config.limits,
    ...(config.isolation && { isolation: config.isolation.value }),
    ...(context.options.fresh && { fresh: true }),
    facts: request.atRoot && project ? { ...facts.value, cwd: project.root } : facts.value,
    ...(project && { project }),
    ...(tool.mounts?.length && {
      mountFacts: mountFacts(sourcesOf(tool.mounts), context.env, credentialsIn),
    }),
  };
  const plan = planLaunch(from);
  if (!plan.ok) return err([plan.error]);
  return ok({ plan: plan.value, from, config, tool, findEngine });
}

function sourcesOf(mounts: NonNullable<Tool['mounts']>): readonly AbsolutePath[] {
  return mounts.flatMap(({ value }) => (value.kind === 'bind' ? [value.source] : []));
}
