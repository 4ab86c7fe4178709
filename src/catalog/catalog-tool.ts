import type { Config, SourceKind } from '../config/config.ts';
import type { CommandName, ToolboxVersion } from '../kernel/brand.ts';
import type { Located, Place } from '../kernel/place.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Argv, CatalogSourceKind, CatalogToolbox, CatalogVersion } from './catalog.ts';
import { catalogSource } from './catalog-source.ts';
import { findVersion, versionNames } from './find-version.ts';
import * as problems from './problems.ts';
import type { CatalogProblem } from './problems.ts';
import { expand, expandAll } from './template.ts';
import type { Tool } from './tool.ts';
import type { Use } from './use.ts';
import { allCommands } from './version-commands.ts';

/** What somebody asks of a toolbox, and where they wrote it. */
export interface Request {
  readonly use: Use;
  /** The word that was typed, where it is not the command itself: `py: python@3.8`. */
  readonly typed?: CommandName;
  readonly version?: ToolboxVersion;
  readonly source?: Located<SourceKind>;
  readonly place?: Place;
}

/** A version of a catalogue toolbox with the source it is taken from. */
interface Chosen {
  readonly toolbox: CatalogToolbox;
  readonly version: CatalogVersion;
  readonly kind: CatalogSourceKind;
  /** `python@3.8`. */
  readonly text: string;
  readonly others: readonly SourceKind[];
}

/**
 * A toolbox of the catalogue as a tool. The source is the one that the request names, else the one the
 * configuration names, else the toolbox's own choice; a version that lacks it is a problem, and nothing
 * else is taken in its place.
 */
export function catalogTool(
  toolbox: CatalogToolbox,
  request: Request,
  config: Config,
): Result<Tool, CatalogProblem> {
  const chosen = choose(toolbox, request, config);
  if (!chosen.ok) return chosen;
  const run = runOf(chosen.value, request);
  if (!run.ok) return run;
  const { version, kind, others } = chosen.value;
  return ok({
    command: request.typed ?? run.value.command,
    toolbox: { name: toolbox.name, version: version.version, origin: 'catalogue' },
    exec: run.value.exec,
    source: catalogSource(version, kind),
    alternatives: others,
    network: toolbox.network,
    env: [...toolbox.env, ...config.env.map(({ value }) => value)],
    ...(Object.keys(toolbox.homeEnv).length > 0 && { homeEnv: toolbox.homeEnv }),
    limits: config.limits,
  });
}

function choose(
  toolbox: CatalogToolbox,
  request: Request,
  config: Config,
): Result<Chosen, CatalogProblem> {
  const version = findVersion(toolbox, request.version);
  if (version === undefined) {
    const asked = request.version ?? toolbox.default.version;
    const names = versionNames(toolbox);
    return err(
      problems.unknownVersion(toolbox.name, asked, names, toolbox.exact.length > 0, request.place),
    );
  }
  const text = `${toolbox.name}@${version.version}`;
  const available = Object.keys(version.sources) as CatalogSourceKind[];
  const asked = request.source ?? config.source;
  const wanted = asked?.value ?? preferred(toolbox, version, available);
  const kind = available.find((candidate) => candidate === wanted);
  if (kind === undefined) {
    const chosenFor = request.source ? 'this-command' : 'everything';
    return err(problems.noSuchSource(text, wanted, available, asked?.place, chosenFor));
  }
  const others = available.filter((candidate) => candidate !== kind);
  return ok({ toolbox, version, kind, text, others });
}

function preferred(
  toolbox: CatalogToolbox,
  version: CatalogVersion,
  available: readonly CatalogSourceKind[],
): CatalogSourceKind {
  const [only, ...more] = available;
  if (only !== undefined && more.length === 0) return only;
  return version.source ?? toolbox.source;
}

interface Run {
  readonly command: CommandName;
  readonly exec: Argv;
}

function runOf(chosen: Chosen, request: Request): Result<Run, CatalogProblem> {
  const { toolbox } = chosen;
  switch (request.use.kind) {
    case 'command':
      return commandRun(chosen, request.use.command, request.place);
    case 'command-or-default': {
      const known = allCommands(toolbox, chosen.version).includes(request.use.command);
      return commandRun(
        chosen,
        known ? request.use.command : toolbox.default.command,
        request.place,
      );
    }
    case 'default':
      return commandRun(chosen, toolbox.default.command, request.place);
    case 'repl':
      return replRun(chosen) ?? commandRun(chosen, toolbox.default.command, request.place);
    case 'shell':
      return shellRun(chosen);
    default:
      return unreachable(request.use);
  }
}

function commandRun(
  { toolbox, version, kind, text, others }: Chosen,
  command: CommandName,
  place: Place | undefined,
): Result<Run, CatalogProblem> {
  const known = allCommands(toolbox, version);
  if (!known.includes(command)) {
    return err(problems.commandNotInToolbox(command, text, known, place));
  }
  const ways = version.sources[kind];
  if (expandAll(ways?.without ?? [], version.version).includes(command)) {
    return err(problems.commandNotInSource(command, text, kind, others, place));
  }
  const changed = Object.entries(ways?.exec ?? {}).find(
    ([template]) => expand(template, version.version) === command,
  )?.[1];
  const [program, ...args] = changed ?? [command];
  return ok({
    command,
    exec: [expand(program, version.version), ...expandAll(args, version.version)],
  });
}

/** Nothing where the version has no such command: `jshell` came with Java 9. */
function replRun(chosen: Chosen): Result<Run, CatalogProblem> | undefined {
  const [program, ...args] = chosen.toolbox.default.repl ?? [];
  const command = allCommands(chosen.toolbox, chosen.version).find((known) => known === program);
  if (command === undefined) return undefined;
  const run = commandRun(chosen, command, undefined);
  return run.ok ? ok({ command, exec: [...run.value.exec, ...args] }) : run;
}

function shellRun({ version, kind, text, others }: Chosen): Result<Run, CatalogProblem> {
  const shell = version.sources[kind]?.shell ?? 'bash';
  if (shell === false) return err(problems.noShell(text, kind, others));
  return ok({ command: shell as CommandName, exec: [shell] });
}
