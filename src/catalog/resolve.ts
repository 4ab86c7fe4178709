import type { CommandSpec, Config } from '../config/config.ts';
import { toolboxNameOf, toolboxVersionOf } from '../kernel/brand.ts';
import type { CommandName, ToolboxName } from '../kernel/brand.ts';
import type { Located } from '../kernel/place.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { Catalog } from './catalog.ts';
import { catalogTool } from './catalog-tool.ts';
import type { Request } from './request.ts';
import { projectCommandNames } from './project-commands.ts';
import { offering } from './offering.ts';
import * as problems from './problems.ts';
import type { CatalogProblem } from './problems.ts';
import { projectTool } from './project-tool.ts';
import type { Tool } from './tool.ts';
import type { Use } from './use.ts';

/**
 * What a command means in this project. What `commands:` says goes first; else the one toolbox of the
 * project that declares the command. A toolbox of the project hides one of the catalogue by its name.
 */
export function resolveCommand(
  name: CommandName,
  config: Config,
  catalog: Catalog,
): Result<Tool, CatalogProblem> {
  const written = config.commands.get(name);
  if (written !== undefined) return resolveWritten(name, written, config, catalog);
  const offers = [...config.toolboxes].filter(([, { value }]) => value.commands.has(name));
  const [offer, ...others] = offers;
  if (others.length > 0) {
    return err(
      problems.ambiguousCommand(
        name,
        offers.map(([toolbox, { place }]) => ({ toolbox, place })),
      ),
    );
  }
  if (offer !== undefined) {
    const [toolbox, { value, place }] = offer;
    return projectTool(toolbox, value, { use: { kind: 'command', command: name }, place });
  }
  if (config.everyWord !== undefined) return runWord(name, config.everyWord, config);
  const known = projectCommandNames(config);
  return err(problems.unknownCommand(name, config, known, offering(name, catalog)));
}

/** The program of that name in a toolbox that declares no commands: whether there is one, its image knows alone. */
function runWord(
  name: CommandName,
  toolbox: ToolboxName,
  { toolboxes }: Config,
): Result<Tool, CatalogProblem> {
  const found = toolboxes.get(toolbox);
  if (found === undefined) throw new Error(`there is no toolbox \`${toolbox}\` for every word`);
  const spec = { ...found.value, commands: new Map([[name, [name] as const]]) };
  return projectTool(toolbox, spec, { use: { kind: 'command', command: name } });
}

/** `TOOLBOX` or `TOOLBOX@VERSION`, as typed after `tackle x` and `tackle shell`. */
export function resolveToolbox(
  text: string,
  config: Config,
  catalog: Catalog,
  use: Use = { kind: 'default' },
): Result<Tool, CatalogProblem> {
  const at = text.indexOf('@');
  const name = toolboxNameOf(at === -1 ? text : text.slice(0, at));
  const version = at === -1 ? undefined : toolboxVersionOf(text.slice(at + 1));
  if (name === undefined || (at !== -1 && version === undefined)) {
    return err(problems.notAToolbox(text));
  }
  return inToolbox(name, { use, ...(version && { version }) }, config, catalog);
}

function resolveWritten(
  name: CommandName,
  { value: spec, place }: Located<CommandSpec>,
  config: Config,
  catalog: Catalog,
): Result<Tool, CatalogProblem> {
  const { version, source, command } = spec;
  const use: Use =
    command === undefined
      ? { kind: 'command-or-default', command: name }
      : { kind: 'command', command };
  const request = {
    use,
    typed: name,
    place,
    ...(version && { version }),
    ...(source && { source }),
  };
  const tool = inToolbox(spec.toolbox, request, config, catalog);
  if (!tool.ok) return tool;
  return ok({
    ...tool.value,
    exec: [...tool.value.exec, ...spec.args],
    share: [...tool.value.share, ...spec.share.map(({ value }) => value)],
    ...(spec.isolation && { isolation: spec.isolation.value }),
  });
}

function inToolbox(
  name: ToolboxName,
  request: Request,
  config: Config,
  catalog: Catalog,
): Result<Tool, CatalogProblem> {
  const own = config.toolboxes.get(name);
  if (own !== undefined) return projectTool(name, own.value, request);
  const toolbox = catalog.get(name);
  if (toolbox !== undefined) return catalogTool(toolbox, request, config);
  const known = [...config.toolboxes.keys(), ...catalog.keys()];
  return err(problems.unknownToolbox(name, known, offering(name, catalog), request.place));
}
