import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import { filesAsk } from './find-proposal.ts';
import { readWritten } from './read-surroundings.ts';

/** What would help where there is no config: one out of what the files of the project ask for, if they do. */
export async function offerInit(problem: AnyProblem, context: Context): Promise<AnyProblem> {
  if ((await filesAsk(context)) === undefined) return problem;
  return {
    ...problem,
    hint: '`tackle init` writes a `tackle.yaml` out of what the files here ask for',
  };
}

/** The same for shims, which a dev container alone has none of: nobody knows what there is in its image. */
export async function offerInitForShims(
  problem: AnyProblem,
  context: Context,
): Promise<AnyProblem> {
  const offered = await offerInit(problem, context);
  if (offered !== problem || !(await isInDevcontainer(context))) return offered;
  const hint =
    '`tackle COMMAND` runs any command in the dev container here; shims need a `tackle.yaml` that names them';
  return { ...problem, hint };
}

async function isInDevcontainer(context: Context): Promise<boolean> {
  const written = await readWritten(context);
  if (!written.ok || written.value.config.project !== undefined) return false;
  const { readDevcontainerHere } = await import('./devcontainer-here.ts');
  return (await readDevcontainerHere(written.value, context))?.ok === true;
}
