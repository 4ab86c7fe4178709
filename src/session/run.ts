import type { Ending, Engine, ImageId, LaunchProblem, Running } from '../engines/engine.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { Caller } from './caller.ts';
import { copy } from './copy.ts';
import type { Held } from './held.ts';
import { hold } from './held.ts';
import { outcomeOf } from './outcome.ts';
import { passOn } from './outputs.ts';
import type { SessionProblem } from './problems.ts';
import { cannotRead } from './problems.ts';
import { joinTerminal, type TerminalAtLaunch } from './terminal.ts';
import type { LaunchWatch } from './watch.ts';

/**
 * Runs a plan to its end for a caller. Every byte, key, resize and signal passes through here, and
 * nothing else does: whatever there is to say about the launch is in the result.
 *
 * On every path out the terminal is as it was found and nothing of the launch is left.
 *
 * Problems: those of the engine; `session/cannot-read` and `session/cannot-write` when bytes were lost at
 * the caller's own end, whatever the tool itself ended with.
 */
export async function run(
  engine: Engine,
  plan: LaunchPlan,
  image: ImageId,
  caller: Caller,
  watch?: LaunchWatch,
): Promise<Result<Ending, LaunchProblem | SessionProblem>> {
  const owns = ownsTerminal(plan) && caller.terminal?.ground() === 'fore';
  const size = caller.terminal?.size();
  const held = hold(caller);
  try {
    // Raw before the tool starts: what is typed ahead is the tool's, and must not be echoed twice.
    const modes = owns ? caller.terminal.enterRaw() : undefined;
    const ground = owns ? 'fore' : 'back';
    const isOwn = engine.passesDescriptors && caller.letGo !== undefined;
    const options = {
      ...(size && { size }),
      ...(modes && { modes }),
      ...(isOwn && { descriptors: 'own' as const }),
      ground,
      ...(watch && { onCreated: watch.created }),
    } as const;
    const launching = engine.launch(plan, image, options);
    const launched = await Promise.race([launching, held.gaveUp]);
    if (typeof launched === 'string') {
      abandon(launching);
      return ok({ kind: 'signaled', signal: launched });
    }
    if (!launched.ok) return launched;
    watch?.started();
    if (isOwn) caller.letGo();
    const atLaunch = { hasKeyboard: owns, size, held, isOwn, ...(watch && { watch }) };
    return await attend(plan, launched.value, caller, atLaunch);
  } finally {
    caller.terminal?.restore();
    held.stop();
  }
}

/**
 * Only a tool that has both ends of the terminal is given the keyboard at once. In `tool | less` it is
 * `less` that reads keys; the tool gets them when it asks (see `Ground`).
 */
function ownsTerminal({ stdio }: LaunchPlan): boolean {
  return stdio.stdin === 'terminal' && stdio.stdout === 'terminal';
}

/** Nobody waits for this launch any more; should it come about after all, it ends at once. */
function abandon(launching: ReturnType<Engine['launch']>): void {
  launching
    .then(async (late) => {
      if (late.ok) await late.value.dispose();
    })
    .catch(() => undefined);
}

interface AtLaunch extends TerminalAtLaunch {
  readonly held: Held;
  readonly isOwn: boolean;
  readonly watch?: LaunchWatch;
}

async function attend(
  plan: LaunchPlan,
  running: Running,
  caller: Caller,
  { held, isOwn, watch, ...atLaunch }: AtLaunch,
): Promise<Result<Ending, SessionProblem>> {
  const outputs = passOn(plan, running, caller, { isOwn, ...(watch && { watch }) });
  const joined = joinTerminal(running, caller, outputs.hasShown, atLaunch);
  for (const chunk of held.takeKeys()) joined.type(chunk);
  const { patience } = outputs;
  /** The tool has ended; what it wrote is still on its way. */
  const answerInItsPlace = (name: NodeJS.Signals): void => {
    if (name === 'SIGTSTP') void caller.stopSelf(name, 'process');
    else patience.hear(name);
  };
  running.onLate((name) => void running.over.then(() => answerInItsPlace(name)));
  held.passSignalsTo((name) => {
    if (name === 'SIGCONT') joined.goOn();
    else if (name === 'SIGWINCH') joined.answerWinch();
    else if (patience.isOver) answerInItsPlace(name);
    else {
      if (name === 'SIGTSTP') joined.hearStop();
      running.signal(name);
      patience.hear(name);
    }
  });
  const input = plan.stdio.stdin === 'stream' && !isOwn ? feed(caller, running) : undefined;
  try {
    const ending = await running.ended;
    const broken = await outputs.done;
    if (input?.problem) return err(input.problem);
    return outcomeOf(ending, broken, patience.diedOf);
  } finally {
    joined.leave();
    input?.stop();
    patience.stop();
    await running.dispose();
  }
}

/**
 * Passes input on as fast as the tool takes it, and its end with it. That the tool ended, or closed its
 * input, is its own choice and no problem.
 */
function feed(
  caller: Caller,
  running: Running,
): { readonly problem: SessionProblem | undefined; stop(): void } {
  let problem: SessionProblem | undefined;
  let over = false;
  const stop = (): void => {
    over = true;
    caller.stdin.destroy();
  };
  const leave = (): void => {
    stop();
    caller.closeInput();
  };
  if (running.stdin.destroyed) leave();
  else running.stdin.once('close', leave);
  void copy(caller.stdin, running.stdin).done.then((broken) => {
    if (broken?.end === 'source' && !over) problem = cannotRead(broken.error.message);
    running.stdin.end();
  });
  return {
    get problem() {
      return problem;
    },
    stop,
  };
}
