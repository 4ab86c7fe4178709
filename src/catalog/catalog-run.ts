import type { CommandName } from '../kernel/brand.ts';
import type { Place } from '../kernel/place.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Argv } from './catalog.ts';
import type { Chosen } from './choose-version.ts';
import * as problems from './problems.ts';
import type { CatalogProblem } from './problems.ts';
import type { Request } from './request.ts';
import { SHELL } from './shell.ts';
import { expand, expandAll } from './template.ts';
import { allCommands } from './version-commands.ts';

/** What is executed, and the command it is. */
export interface Run {
  readonly command: CommandName;
  readonly exec: Argv;
}

/** What a use of the chosen version executes inside it. */
export function catalogRun(chosen: Chosen, request: Request): Result<Run, CatalogProblem> {
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
  if (version.sources[kind]?.shell === false) return err(problems.noShell(text, kind, others));
  return ok({ command: 'sh' as CommandName, exec: SHELL });
}
