import type { Engine } from '../engines/engine.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { Pin } from '../lock/pin.ts';
import { notLockedForBundle } from '../lock/problems.ts';
import type { AnyProblem } from './any-problem.ts';
import { findPin } from './find-pin.ts';
import type { Lockable } from './lockable.ts';

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

/** The toolboxes that were named, or all of the project; each one that is not locked is a problem. */
export async function lockedToolboxes(
  lockable: Lockable,
  work: Work,
): Promise<Result<LockedToolboxes, readonly AnyProblem[]>> {
  const { tools, platform, findEngine } = lockable;
  const toolboxes: LockedToolbox[] = [];
  const problems: AnyProblem[] = [];
  const surroundings = { ...lockable, frozen: true, refusal: notLockedForBundle };
  for (const tool of tools) {
    const pin = await findPin(tool, surroundings, work);
    if (pin.ok) toolboxes.push({ asked: tool.asked, pin: pin.value });
    else problems.push(pin.error);
  }
  if (problems.length > 0) return err(problems);
  const engine = await findEngine();
  return engine.ok ? ok({ toolboxes, engine: engine.value, platform }) : err([engine.error]);
}
