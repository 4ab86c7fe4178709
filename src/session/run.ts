import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Ending, Engine, LaunchProblem, ImageId, Running } from '../engines/engine.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { Caller } from './caller.ts';
import { joinTerminal } from './terminal.ts';

/**
 * Runs a plan to its end for a caller. Every byte, key, resize and signal passes through here, and
 * nothing else does: whatever there is to say about the launch is in the result.
 *
 * On every path out the terminal is as it was found and nothing of the launch is left.
 */
export async function run(
  engine: Engine,
  plan: LaunchPlan,
  image: ImageId,
  caller: Caller,
): Promise<Result<Ending, LaunchProblem>> {
  const owns = ownsTerminal(plan) && caller.terminal?.ground() === 'fore';
  const size = caller.terminal?.size();
  const signals = holdSignals(caller);
  // Raw before the tool starts: what is typed ahead is the tool's, and must not be echoed twice.
  if (owns) caller.terminal.enterRaw();
  try {
    const launched = await engine.launch(plan, image, {
      ...(size && { size }),
      ground: owns ? 'fore' : 'back',
    });
    if (!launched.ok) return launched;
    const running = launched.value;
    signals.passOnTo((name) => {
      if (name === 'SIGCONT') running.resume(caller.terminal?.ground() ?? 'fore');
      else running.signal(name);
    });
    return ok(await attend(plan, running, caller));
  } finally {
    signals.stop();
    caller.terminal?.restore();
  }
}

/**
 * Hears signals from the first moment and keeps them until there is a tool to pass them on to: a launcher
 * that died of one while its container is being made would leave it behind.
 */
function holdSignals(caller: Caller): {
  passOnTo(tool: (name: NodeJS.Signals) => void): void;
  stop(): void;
} {
  const held: NodeJS.Signals[] = [];
  let tell = (name: NodeJS.Signals): void => void held.push(name);
  return {
    stop: caller.onSignal((name) => tell(name)),
    passOnTo(tool) {
      tell = tool;
      for (const name of held.splice(0)) tool(name);
    },
  };
}

/**
 * Only a tool that has both ends of the terminal is given the keyboard at once. In `tool | less` it is
 * `less` that reads keys; the tool gets them when it asks (see `Ground`).
 */
function ownsTerminal({ stdio }: LaunchPlan): boolean {
  return stdio.stdin === 'terminal' && stdio.stdout === 'terminal';
}

async function attend(plan: LaunchPlan, running: Running, caller: Caller): Promise<Ending> {
  const leaveTerminal = joinTerminal(running, caller);
  try {
    if (plan.stdio.stdin === 'stream') feed(caller, running);
    const outputs = [
      show(running.stdout, caller.stdout),
      show(running.stderr, caller.stderr),
      ...(running.terminal && caller.terminal
        ? [show(running.terminal, caller.terminal.screen)]
        : []),
    ];
    const ending = await running.ended;
    await Promise.all(outputs);
    return ending;
  } finally {
    leaveTerminal();
    caller.stdin.destroy();
    await running.dispose();
  }
}

/** Passes input on as fast as the tool takes it, and its end with it. */
function feed(caller: Caller, running: Running): void {
  // Both ways to fail are the tool's own choice: it ended, or it closed its input.
  pipeline(caller.stdin, running.stdin).catch(() => undefined);
}

/**
 * Passes output on as fast as the caller takes it. The caller's end stays open for the next writer. A
 * caller that stops reading breaks the tool's output, so that the tool feels it at its next write.
 */
async function show(
  from: NodeJS.ReadableStream & { destroy(): unknown },
  to: Writable,
): Promise<void> {
  const onGone = (): void => void from.destroy();
  to.once('error', onGone);
  try {
    for await (const chunk of from) {
      if (to.destroyed || !to.writable) break;
      if (!to.write(chunk)) await drained(to);
    }
  } catch {
    // Destroyed from here, or broken by the engine, which says so in the ending.
  } finally {
    to.off('error', onGone);
  }
}

function drained(to: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      to.off('drain', done);
      to.off('close', done);
      to.off('error', done);
      resolve();
    };
    to.on('drain', done).on('close', done).on('error', done);
  });
}
