import type { Network, SourceKind, ToolboxSpec } from '../config/config.ts';
import type { CommandName, ToolboxName } from '../kernel/brand.ts';
import type { Located } from '../kernel/place.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Argv } from './catalog.ts';
import type { Request } from './request.ts';
import * as problems from './problems.ts';
import type { CatalogProblem } from './problems.ts';
import { projectSource } from './project-source.ts';
import { SHELL } from './shell.ts';
import type { Tool } from './tool.ts';
import type { Use } from './use.ts';

/** What a toolbox of the project gets that says nothing of a network. */
const DEFAULT_NETWORK: Network = 'host';

/** A toolbox that the project describes itself, as a tool. It has one source, and no versions. */
export function projectTool(
  name: ToolboxName,
  spec: ToolboxSpec,
  request: Request,
): Result<Tool, CatalogProblem> {
  if (request.version !== undefined) {
    return err(problems.noVersions(name, request.version, request.place));
  }
  if (request.source !== undefined && request.source.value !== spec.kind) {
    return err(sourceMismatch(name, spec, request.source));
  }
  const run = runOf(name, spec, request);
  if (!run.ok) return run;
  const source = projectSource(spec);
  if (!source.ok) return source;
  return ok({
    command: request.typed ?? run.value.command,
    toolbox: { name, origin: 'project' },
    asked: name,
    exec: run.value.exec,
    source: source.value,
    alternatives: [],
    network: spec.network?.value ?? DEFAULT_NETWORK,
    env: spec.env.map(({ value }) => value),
    share: spec.share.map(({ value }) => value),
    ...(spec.isolation && { isolation: spec.isolation.value }),
    limits: spec.limits,
    ...(spec.workspace && { workspace: spec.workspace }),
    ...(spec.mounts && { mounts: spec.mounts }),
  });
}

function sourceMismatch(
  name: ToolboxName,
  spec: ToolboxSpec,
  { value, place }: Located<SourceKind>,
): CatalogProblem {
  return problems.noSuchSource(name, value, [spec.kind], place, 'this-command');
}

interface Run {
  readonly command: CommandName;
  readonly exec: Argv;
}

function runOf(
  name: ToolboxName,
  spec: ToolboxSpec,
  { use, place }: Request,
): Result<Run, CatalogProblem> {
  const command = commandOf(spec, use);
  if (command === undefined || use.kind === 'shell') {
    return ok({ command: 'sh' as CommandName, exec: SHELL });
  }
  const exec = spec.commands.get(command);
  if (exec !== undefined) return ok({ command, exec });
  return err(problems.commandNotInToolbox(command, name, [...spec.commands.keys()], place));
}

/** Nothing when the toolbox declares no command at all: then a shell is what it is for. */
function commandOf(spec: ToolboxSpec, use: Use): CommandName | undefined {
  const [first] = spec.commands.keys();
  switch (use.kind) {
    case 'command':
      return use.command;
    case 'command-or-default':
      return spec.commands.has(use.command) ? use.command : first;
    case 'default':
    case 'repl':
    case 'shell':
      return first;
    default:
      return unreachable(use);
  }
}
