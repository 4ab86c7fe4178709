import type { CallerName, Case, Observation } from './case.ts';
import type { LaunchPath } from './paths/launch-path.ts';
import { Stage } from './stage.ts';

/** Plays a case once, and tells what was seen; what it throws is seen too. */
import { appendFileSync } from 'node:fs';
export async function play(...args: Parameters<typeof playIt>): Promise<Observation> {
  const begun = Date.now();
  const seen = await playIt(...args);
  const [one, path, caller] = args;
  const log = process.env['PLAYLOG'];
  if (log)
    appendFileSync(
      log,
      JSON.stringify({ ms: Date.now() - begun, part: one.part, path: path.name, caller, seen }) +
        '\n',
    );
  return seen;
}
async function playIt(
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
