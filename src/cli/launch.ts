import type { Engine, Ending, ImageId } from '../engines/engine.ts';
import { offerOtherSources } from '../engines/problems.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Work } from '../kernel/work.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { processCaller } from '../session/process-caller.ts';
import { run } from '../session/run.ts';
import type { Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import type { Chosen, LaunchRequest } from './make-plan.ts';
import { chooseTool, makePlan } from './make-plan.ts';
import { programNotExecutable, programNotFound, wordsTooLong } from './problems.ts';
import { settleTrust } from './settle-trust.ts';
import { workVisibly } from './work-visibly.ts';

/** Everything is there: what is left is to run it. */
interface Ready {
  readonly kind: 'ready';
  readonly engine: Engine;
  readonly plan: LaunchPlan;
  readonly image: ImageId;
}

/** From a request to the end of its tool. Nothing of ours is shown once the tool runs. */
export async function launch(request: LaunchRequest, context: Context): Promise<Outcome> {
  const chosen = await chooseTool(request, context);
  if (!chosen.ok) return failed(...chosen.error);
  const trusted = await settleTrust(chosen.value.here, chosen.value.contexts, context);
  if (!trusted.ok) return trusted.error;
  const ready = await workVisibly(context, (work) => prepare(request, chosen.value, context, work));
  if (ready.kind !== 'ready') return ready;
  const { engine, plan, image } = ready;
  const ending = await run(engine, plan, image, processCaller(plan.stdio));
  return ending.ok ? outcomeOf(ending.value, plan) : failed(ending.error);
}

/** Plans the launch and makes its image present. */
async function prepare(
  request: LaunchRequest,
  chosen: Chosen,
  context: Context,
  work: Work,
): Promise<Ready | Outcome> {
  const planned = await makePlan(request, chosen, context, work);
  if (!planned.ok) return failed(...planned.error);
  const { plan, tool, findEngine } = planned.value;
  const engine = await findEngine();
  if (!engine.ok) return failed(engine.error);
  const image = await engine.value.ensure(plan.image, plan.platform, work);
  if (!image.ok) return failed(offerOtherSources(image.error, tool.alternatives));
  return { kind: 'ready', engine: engine.value, plan, image: image.value };
}

function outcomeOf(ending: Ending, plan: LaunchPlan): Outcome {
  switch (ending.kind) {
    case 'exited':
      return { kind: 'exited', status: ending.status };
    case 'signaled':
      return { kind: 'signaled', signal: ending.signal };
    case 'not-found':
      return failed(programNotFound(ending.program, plan.toolbox));
    case 'not-executable':
      return failed(
        ending.reason === 'E2BIG'
          ? wordsTooLong(ending.program, plan.toolbox)
          : programNotExecutable(ending.program, plan.toolbox, ending.reason),
      );
    case 'lost':
      return failed(ending.problem);
    default:
      return unreachable(ending);
  }
}
