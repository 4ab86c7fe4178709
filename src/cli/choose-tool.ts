import { projectCommandNames } from '../catalog/project-commands.ts';
import { offering } from '../catalog/offering.ts';
import { resolveCommand, resolveToolbox } from '../catalog/resolve.ts';
import type { Tool } from '../catalog/tool.ts';
import { commandNameOf } from '../kernel/brand.ts';
import { nearest } from '../kernel/nearest.ts';
import type { Result } from '../kernel/result.ts';
import { err } from '../kernel/result.ts';
import { toolboxText } from '../plan/toolbox-home.ts';
import type { AnyProblem } from './any-problem.ts';
import { COMMANDS } from './commands.ts';
import { notACommand } from './problems.ts';
import type { Surroundings } from './read-surroundings.ts';

type Choice = Result<Tool, AnyProblem>;

/** The command of the project that the word names. */
export function chooseCommand(word: string, { config, catalog }: Surroundings): Choice {
  const name = commandNameOf(word);
  if (name === undefined) return err(notACommand(word));
  const tool = resolveCommand(name, config, catalog);
  if (tool.ok || tool.error.code !== 'catalog/unknown-command') return tool;
  // In the bare form the word may also be a slip for one of Tackle's own.
  const own = nearest(
    word,
    COMMANDS.map((entry) => entry.name),
  );
  const near = nearest(word, projectCommandNames(config));
  if (own === undefined || near !== undefined || offering(name, catalog) !== undefined) return tool;
  return err({ ...tool.error, hint: `did you mean \`tackle ${own}\`?` });
}

/** `TOOLBOX[@VERSION]`: its default command, or its prompt when there are no arguments. */
export function chooseToolbox(
  text: string,
  hasArguments: boolean,
  { config, catalog }: Surroundings,
): Choice {
  return resolveToolbox(text, config, catalog, { kind: hasArguments ? 'default' : 'repl' });
}

/** A shell in the toolbox that a command of the project lives in, or else in the toolbox named. */
export function chooseShell(word: string, { config, catalog }: Surroundings): Choice {
  const name = commandNameOf(word);
  const isCommand = name !== undefined && projectCommandNames(config).includes(name);
  if (!isCommand) return resolveToolbox(word, config, catalog, { kind: 'shell' });
  const tool = resolveCommand(name, config, catalog);
  if (!tool.ok) return tool;
  const source = config.commands.get(name)?.value.source ?? config.source;
  const asWritten = { ...config, ...(source && { source }) };
  return resolveToolbox(toolboxText(tool.value.toolbox), asWritten, catalog, { kind: 'shell' });
}
