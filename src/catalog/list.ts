import type { Config, SourceKind } from '../config/config.ts';
import type { CommandName, ToolboxName, ToolboxVersion } from '../kernel/brand.ts';
import type { Place } from '../kernel/place.ts';
import type { Result } from '../kernel/result.ts';
import type { Catalog } from './catalog.ts';
import { findVersion } from './find-version.ts';
import type { CatalogProblem } from './problems.ts';
import { projectCommandNames } from './project-commands.ts';
import { resolveCommand } from './resolve.ts';
import type { Tool } from './tool.ts';
import { knownCommands } from './version-commands.ts';

export interface ListedCommand {
  readonly command: CommandName;
  /** A command that cannot be resolved is listed with what is wrong. */
  readonly tool: Result<Tool, CatalogProblem>;
}

/** Every command of the project, by name. */
export function listCommands(config: Config, catalog: Catalog): readonly ListedCommand[] {
  return projectCommandNames(config).map((command) => ({
    command,
    tool: resolveCommand(command, config, catalog),
  }));
}

export interface ListedToolbox {
  readonly name: ToolboxName;
  readonly summary: string;
  readonly defaultVersion: ToolboxVersion;
  /** Newest first. */
  readonly versions: readonly ToolboxVersion[];
  /** Other names of versions: `lts` → `24`. */
  readonly aliases: Readonly<Record<string, ToolboxVersion>>;
  /** Whether any other exact `x.y.z` can be asked for. */
  readonly exact: boolean;
  /** The commands of the default version. */
  readonly commands: readonly CommandName[];
}

/** Every toolbox of the catalogue, by name. */
export function listCatalog(catalog: Catalog): readonly ListedToolbox[] {
  return [...catalog.values()].map((toolbox) => {
    const standard = findVersion(toolbox, undefined);
    return {
      name: toolbox.name,
      summary: toolbox.summary,
      defaultVersion: toolbox.default.version,
      versions: toolbox.versions.map(({ version }) => version),
      aliases: toolbox.aliases,
      exact: toolbox.exact.length > 0,
      commands: standard ? knownCommands(toolbox, standard) : [],
    };
  });
}

export interface ListedProjectToolbox {
  readonly name: ToolboxName;
  readonly summary?: string;
  readonly kind: SourceKind;
  readonly commands: readonly CommandName[];
  /** Whether it hides a toolbox of the catalogue that has the same name. */
  readonly hidesCatalogue: boolean;
  readonly place: Place;
}

/** The toolboxes that the project describes itself, in the order written. */
export function listProjectToolboxes(
  config: Config,
  catalog: Catalog,
): readonly ListedProjectToolbox[] {
  return [...config.toolboxes].map(([name, { value, place }]) => ({
    name,
    ...(value.summary !== undefined && { summary: value.summary }),
    kind: value.kind,
    commands: [...value.commands.keys()],
    hidesCatalogue: catalog.has(name),
    place,
  }));
}
