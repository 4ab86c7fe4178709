import type { Tool } from '../catalog/tool.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import type { Surroundings } from './read-surroundings.ts';

/** A tool, and the root of the project that it is run in, if there is one. */
export interface ChosenHere {
  readonly tool: Tool;
  readonly root?: AbsolutePath;
}

/** What is asked for: by the config; where there is none, and nothing else it could mean, by what the files of the project ask for. */
export async function chooseHere(
  choose: (here: Surroundings) => Result<Tool, AnyProblem>,
  here: Surroundings,
  context: Context,
): Promise<Result<ChosenHere, AnyProblem>> {
  const root = here.config.project?.root;
  const tool = choose(here);
  if (tool.ok) return ok({ tool: tool.value, ...(root !== undefined && { root }) });
  if (root !== undefined || tool.error.code !== 'catalog/unknown-command') return tool;
  const { readByFiles } = await import('./without-config.ts');
  const files = await readByFiles(here, context);
  if (files === undefined) return tool;
  const byFiles = choose(files.surroundings);
  if (!byFiles.ok) return tool;
  files.tellOnce(byFiles.value.command);
  return ok({ tool: byFiles.value, root: files.root });
}
