import type { CallerName, Case, Observation } from './case.ts';
import type { LaunchPath } from './paths/launch-path.ts';
import { Stage } from './stage.ts';

/** Plays a case once, and tells what was seen; what it throws is seen too. */
export async function play(
  one: Case,
  path: LaunchPath,
  caller: CallerName,
  patience: number,
): Promise<Observation> {
  await using stage = new Stage(path, caller, patience);
  try {
    return await one.observe(stage);
  } catch (error) {
    return { threw: stage.withoutProject(String(error)) };
  }
}
