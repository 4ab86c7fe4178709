import type { Engine, Ending, ImageId } from '../engines/engine.ts';
import { offerOtherSources } from '../engines/problems.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Work } from '../kernel/work.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { processCaller } from '../session/process-caller.ts';
import { run } from '../session/run.ts';
import type { Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import { during, type LaunchEnd } from './launch-account.ts';
import type { Chosen, LaunchRequest, Planned } from './make-plan.ts';
import { chooseTool, makePlan } from './make-plan.ts';
import { programNotExecutable, programNotFound, wordsTooLong } from './problems.ts';
import { settleTrust } from './settle-trust.ts';
import { workVisibly } from './work-visibly.ts';

/** Everything is there: what is left is to run it. */
interface Ready {
  readonly kind: 'ready';
  readonly engine: Engine;
  readonly planned: Planned;
  readonly image: ImageId;
}

/**
 * From a request to the end of its tool. Nothing of ours is shown while the tool runs.
 * @param word for what is to be launched, as it was typed
 */
export async function launch(
  word: string,
  request: LaunchRequest,
  context: Context,
): Promise<Outcome> {
  const { options, env } = context;
  const log = env['TACKLE_LOG'] ?? '';
  if (options.verbosity !== 'verbose' && ['', '0'].includes(log)) {
    return launchOnce(request, context);
  }
  const { KeptAccount } = await import('./keep-account.ts');
  const account = new KeptAccount(word, context);
  const outcome = await launchOnce(request, { ...context, account });
  account.end(endOf(outcome));
  return outcome;
}

async function launchOnce(request: LaunchRequest, context: Context): Promise<Outcome> {
  const { account } = context;
  const chosen = await during(account, 'config', () => chooseTool(request, context));
  if (!chosen.ok) return failed(...chosen.error);
  const { here, contexts } = chosen.value;
  const trusted = await during(account, 'trust', () => settleTrust(here, contexts, context));
  if (!trusted.ok) return trusted.error;
  const ready = await workVisibly(context, (work) => prepare(request, chosen.value, context, work));
  if (ready.kind !== 'ready') return ready;
  const { engine, planned, image } = ready;
  const { plan } = planned;
  account?.ready(planned);
  const ending = await run(engine, plan, image, processCaller(plan.stdio), account?.watch);
  return ending.ok ? outcomeOf(ending.value, plan) : failed(ending.error);
}

function endOf(outcome: Outcome): LaunchEnd {
  switch (outcome.kind) {
    case 'exited':
      return { status: outcome.status };
    case 'signaled':
      return { signal: outcome.signal };
    case 'failed':
      return { problem: outcome.problems[0]?.code ?? 'cli/bug' };
  }
}

/** Plans the launch and makes its image present. */
async function prepare(
  request: LaunchRequest,
  chosen: Chosen,
  context: Context,
  work: Work,
): Promise<Ready | Outcome> {
  const { account } = context;
  const planned = await during(account, 'plan', () => makePlan(request, chosen, context, work));
  if (!planned.ok) return failed(...planned.error);
  const { plan, tool, findEngine } = planned.value;
  const found = await findEngine();
  if (!found.ok) return failed(found.error);
  const engine = found.value;
  const image = await during(account, 'image', () =>
    engine.ensure(plan.image, plan.platform, work),
  );
  if (!image.ok) return failed(offerOtherSources(image.error, tool.alternatives));
  return { kind: 'ready', engine, planned: planned.value, image: image.value };
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
