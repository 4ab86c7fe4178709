import { projectCommandNames } from '../catalog/project-commands.ts';
import type { Tool } from '../catalog/tool.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import type { Surroundings } from './read-surroundings.ts';

/** How to find out what somebody has asked for. */
export interface Choice {
  readonly choose: (here: Surroundings) => Result<Tool, AnyProblem>;
  /** What may be a command that the files of the project ask for, before it is a toolbox. */
  readonly word?: string;
}

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
  { choose, word }: Choice,
  here: Surroundings,
  context: Context,
): Promise<Result<ChosenHere, readonly AnyProblem[]>> {
  const root = here.config.project?.root;
  const tool = choose(here);
  const mayBeCommand = tool.ok && root === undefined && word !== undefined;
  const asked = mayBeCommand ? await commandByFiles(choose, word, here, context) : undefined;
  if (asked !== undefined) return ok(asked);
  if (tool.ok) return ok({ here, tool: tool.value, ...(root !== undefined && { root }) });
  if (root !== undefined || !UNSAID.includes(tool.error.code)) return err([tool.error]);
  const { readContainerSurroundings } = await import('./devcontainer-here.ts');
  const container = await readContainerSurroundings(here, context);
  if (container?.ok === true) return chooseIn(choose, container.value);
  const { readByFiles } = await import('./without-config.ts');
  const files = await readByFiles(here, context);
  const byFiles = files && choose(files.surroundings);
  if (files !== undefined && byFiles?.ok === true) {
    files.tellOnce(byFiles.value.command);
    return ok({ here, tool: byFiles.value, root: files.root });
  }
  const why = byFiles?.ok === false ? byFiles.error : tool.error;
  return err([why, ...(container?.error ?? [])]);
}

/** A word that the files of the project ask for as a command, and the catalogue has as a toolbox. */
async function commandByFiles(
  choose: Choice['choose'],
  word: string,
  here: Surroundings,
  context: Context,
): Promise<ChosenHere | undefined> {
  const { readDevcontainerHere } = await import('./devcontainer-here.ts');
  // Then it is not those files that say what the word is.
  if ((await readDevcontainerHere(here, context))?.ok === true) return undefined;
  const { readByFiles } = await import('./without-config.ts');
  const files = await readByFiles(here, context);
  if (files === undefined) return undefined;
  const isCommand = projectCommandNames(files.surroundings.config).some((name) => name === word);
  const tool = isCommand ? choose(files.surroundings) : undefined;
  if (tool?.ok !== true) return undefined;
  files.tellOnce(word);
  return { here, tool: tool.value, root: files.root };
}

function chooseIn(
  choose: Choice['choose'],
  here: Surroundings,
): Result<ChosenHere, readonly AnyProblem[]> {
  const tool = choose(here);
  if (!tool.ok) return err([tool.error]);
  const root = here.config.project?.root;
  return ok({ here, tool: tool.value, ...(root !== undefined && { root }) });
}
