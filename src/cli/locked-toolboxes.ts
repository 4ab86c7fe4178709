import type { Engine } from '../engines/engine.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { Pin } from '../lock/pin.ts';
import { notLockedForBundle } from '../lock/problems.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import { findPin } from './find-pin.ts';
import { readLockable } from './lockable.ts';

/** A toolbox of the project, as `tackle.lock` has it. */
export interface LockedToolbox {
  /** The name of its entry: `python@3`. */
  readonly asked: string;
  readonly pin: Pin;
}

/** Toolboxes, and the engine that has or gets them. */
export interface LockedToolboxes {
  readonly toolboxes: readonly LockedToolbox[];
  readonly engine: Engine;
  readonly platform: Platform;
}

/** The toolboxes of the project that were named, or all of them; each one that is not locked is a problem. */
export async function lockedToolboxes(
  words: readonly string[],
  context: Context,
  work: Work,
): Promise<Result<LockedToolboxes, readonly AnyProblem[]>> {
  const lockable = await readLockable({ words, versions: 'locked' }, context);
  if (!lockable.ok) return lockable;
  const { tools, lock, platform, findEngine } = lockable.value;
  const toolboxes: LockedToolbox[] = [];
  const problems: AnyProblem[] = [];
  const surroundings = { lock, frozen: true, refusal: notLockedForBundle, platform, findEngine };
  for (const tool of tools) {
    const pin = await findPin(tool, surroundings, work);
    if (pin.ok) toolboxes.push({ asked: tool.asked, pin: pin.value });
    else problems.push(pin.error);
  }
  if (problems.length > 0) return err(problems);
  const engine = await findEngine();
  return engine.ok ? ok({ toolboxes, engine: engine.value, platform }) : err([engine.error]);
}
