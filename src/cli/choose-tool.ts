import type { Catalog } from '../catalog/catalog.ts';
import { findVersion } from '../catalog/find-version.ts';
import { projectCommandNames } from '../catalog/project-commands.ts';
import { offering } from '../catalog/offering.ts';
import { resolveCommand, resolveToolbox } from '../catalog/resolve.ts';
import type { Tool } from '../catalog/tool.ts';
import { knownCommands } from '../catalog/version-commands.ts';
import type { Config } from '../config/config.ts';
import type { CommandName, ToolboxName } from '../kernel/brand.ts';
import { commandNameOf, toolboxNameOf } from '../kernel/brand.ts';
import { nearest } from '../kernel/nearest.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { toolboxText } from '../plan/toolbox-home.ts';
import type { AnyProblem } from './any-problem.ts';
import { COMMANDS } from './commands.ts';
import { notACommand } from './problems.ts';
import type { Surroundings } from './read-surroundings.ts';

type Choice = Result<Tool, AnyProblem>;

/** The command of the project that the word names. */
export function chooseCommand(word: string, { config, catalog }: Surroundings): Choice {
  const name = commandNameOf(word);
  if (name === undefined) return err(notACommand(word, isToolbox(word, config, catalog)));
  const tool = resolveCommand(name, config, catalog);
  if (tool.ok || tool.error.code !== 'catalog/unknown-command') return tool;
  const hint = otherMeaning(name, config, catalog);
  return hint === undefined ? tool : err({ ...tool.error, hint });
}

/** `node@10`, where there is a toolbox `node`. */
function isToolbox(word: string, config: Config, catalog: Catalog): boolean {
  const known = resolveToolbox(word, config, catalog);
  return (
    known.ok || !['catalog/not-a-toolbox', 'catalog/unknown-toolbox'].includes(known.error.code)
  );
}

/** What a word that is no command may have been meant for: a toolbox, or one of Tackle's own commands. */
function otherMeaning(name: CommandName, config: Config, catalog: Catalog): string | undefined {
  const toolbox = toolboxNameOf(name);
  if (toolbox !== undefined && (config.toolboxes.has(toolbox) || catalog.has(toolbox))) {
    const isOwn = config.toolboxes.has(toolbox);
    const forGood = isOwn ? '' : `, or its commands for good with \`${adding(toolbox, catalog)}\``;
    return `\`${name}\` is a toolbox: run it with \`tackle x ${name}\`${forGood}`;
  }
  const isExplained =
    offering(name, catalog) !== undefined || nearest(name, projectCommandNames(config));
  const own = nearest(
    name,
    COMMANDS.map((entry) => entry.name),
  );
  if (isExplained) return undefined;
  return own === undefined ? catalogues(name, catalog) : `did you mean \`tackle ${own}\`?`;
}

/** What the catalogue has that is written much like the word. */
function catalogues(name: CommandName, catalog: Catalog): string | undefined {
  const like = nearest(name, wordsOf(catalog));
  if (like === undefined) return undefined;
  const toolbox = toolboxNameOf(like);
  const add =
    toolbox !== undefined && catalog.has(toolbox)
      ? adding(toolbox, catalog)
      : `tackle add ${offering(like, catalog)?.toolbox ?? like}`;
  return `did you mean \`${like}\`? It is not in this project yet: \`${add}\``;
}

function wordsOf(catalog: Catalog): readonly string[] {
  const toolboxes = [...catalog.values()];
  const commands = toolboxes.flatMap((toolbox) => {
    const standard = findVersion(toolbox, undefined);
    return standard ? knownCommands(toolbox, standard) : [];
  });
  return [...catalog.keys(), ...commands];
}

/** With its default version, which is the one that is written down. */
function adding(name: ToolboxName, catalog: Catalog): string {
  const toolbox = catalog.get(name);
  const standard = toolbox && findVersion(toolbox, undefined);
  return `tackle add ${standard ? `${name}@${standard.version}` : name}`;
}

/** `TOOLBOX[@VERSION]`: its default command, or its prompt when there are no arguments. */
export function chooseToolbox(
  text: string,
  hasArguments: boolean,
  { config, catalog }: Surroundings,
): Choice {
  return resolveToolbox(text, config, catalog, { kind: hasArguments ? 'default' : 'repl' });
}

/**
 * A shell in the toolbox that a command of the project lives in, with what the command gets of the
 * caller's own and as isolated as it is, or else in the toolbox named.
 */
export function chooseShell(word: string, { config, catalog }: Surroundings): Choice {
  const name = commandNameOf(word);
  const isCommand = name !== undefined && projectCommandNames(config).includes(name);
  if (!isCommand) return resolveToolbox(word, config, catalog, { kind: 'shell' });
  const tool = resolveCommand(name, config, catalog);
  if (!tool.ok) return tool;
  const source = config.commands.get(name)?.value.source ?? config.source;
  const asWritten = { ...config, ...(source && { source }) };
  const text = toolboxText(tool.value.toolbox);
  const shell = resolveToolbox(text, asWritten, catalog, { kind: 'shell' });
  if (!shell.ok) return shell;
  const { share, isolation } = tool.value;
  return ok({ ...shell.value, share, ...(isolation && { isolation }) });
}
