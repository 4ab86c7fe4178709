import type { Tool } from '../catalog/tool.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import type { Surroundings } from './read-surroundings.ts';

/** A tool, what is known where it is run, and the root of the project that it is run in, if there is one. */
export interface ChosenHere {
  readonly here: Surroundings;
  readonly tool: Tool;
  readonly root?: AbsolutePath;
}

/** What a config could have said. */
const UNSAID: readonly AnyProblem['code'][] = [
  'catalog/unknown-command',
  'catalog/unknown-toolbox',
];

/**
 * What is asked for: by the config; where there is none, and nothing else it could mean, by the dev container of the project; where that is not
 * to be had, by what the other files ask for.
 */
export async function chooseHere(
  choose: (here: Surroundings) => Result<Tool, AnyProblem>,
  here: Surroundings,
  context: Context,
): Promise<Result<ChosenHere, readonly AnyProblem[]>> {
  const root = here.config.project?.root;
  const tool = choose(here);
  if (tool.ok) return ok({ here, tool: tool.value, ...(root !== undefined && { root }) });
  if (root !== undefined || !UNSAID.includes(tool.error.code)) return err([tool.error]);
  const { readDevcontainerHere } = await import('./devcontainer-here.ts');
  const container = await readDevcontainerHere(here, context);
  if (container?.ok === true) return chooseIn(choose, container.value);
  const { readByFiles } = await import('./without-config.ts');
  const files = await readByFiles(here, context);
  const byFiles = files && choose(files.surroundings);
  if (files === undefined || byFiles?.ok !== true) {
    return err([tool.error, ...(container?.error ?? [])]);
  }
  files.tellOnce(byFiles.value.command);
  return ok({ here, tool: byFiles.value, root: files.root });
}

function chooseIn(
  choose: (here: Surroundings) => Result<Tool, AnyProblem>,
  here: Surroundings,
): Result<ChosenHere, readonly AnyProblem[]> {
  const tool = choose(here);
  if (!tool.ok) return err([tool.error]);
  const root = here.config.project?.root;
  return ok({ here, tool: tool.value, ...(root !== undefined && { root }) });
}
