import { basename } from 'node:path';
import { listCommands } from '../catalog/list.ts';
import type { Config } from '../config/config.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { AnyProblem } from './any-problem.ts';
import { checkTrust } from './check-trust.ts';
import type { Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import { printHelp } from './help.ts';
import { rowOf } from './listing.ts';
import { overviewText, type Overview } from './overview-text.ts';
import { readSurroundings, type Surroundings } from './read-surroundings.ts';
import { stdoutColumns } from './stdout-columns.ts';
import { writeOut } from './write-out.ts';

/** `tackle` alone: in a project, what it offers and what to type next; anywhere else the help for all. */
export async function printOverview(context: Context): Promise<Outcome> {
  const here = await readSurroundings(context);
  if (!here.ok) return failed(...here.error);
  const overview = here.value.config.project
    ? ok(await overviewOf(here.value, context))
    : await overviewWithoutConfig(here.value, context);
  if (!overview.ok) return failed(...overview.error);
  if (overview.value === undefined) return await printHelp(undefined);
  return await writeOut(overviewText(overview.value, stdoutColumns()));
}

/** Why a dev container cannot be had is of interest where no other file says anything. */
async function overviewWithoutConfig(
  here: Surroundings,
  context: Context,
): Promise<Result<Overview | undefined, readonly AnyProblem[]>> {
  const container = await overviewOfContainer(here, context);
  if (container?.ok === true) return container;
  const byFiles = await overviewByFiles(here, context);
  return byFiles !== undefined || container === undefined ? ok(byFiles) : container;
}

async function overviewOf(here: Surroundings, { env }: Context): Promise<Overview> {
  // What Dockerfiles are built from is looked at when they are.
  const checked = await checkTrust(here, new Map(), env);
  const again = !checked.ok && checked.error.code !== 'trust/not-trusted';
  const { project } = here.config;
  return {
    ...(project && { config: basename(project.file) }),
    ...commandsOf(here),
    asks: checked.ok ? 'nothing' : again ? 'trust again' : 'trust',
  };
}

async function overviewOfContainer(
  here: Surroundings,
  context: Context,
): Promise<Result<Overview, readonly AnyProblem[]> | undefined> {
  const { readContainerSurroundings } = await import('./devcontainer-here.ts');
  const container = await readContainerSurroundings(here, context);
  if (container?.ok !== true) return container;
  const overview = await overviewOf(container.value, context);
  return ok({ ...overview, first: 'shell devcontainer', runsEverything: true });
}

async function overviewByFiles(
  here: Surroundings,
  context: Context,
): Promise<Overview | undefined> {
  const { readByFiles } = await import('./without-config.ts');
  const files = await readByFiles(here, context);
  if (files === undefined) return undefined;
  const commands = commandsOf(files.surroundings);
  return commands.first === undefined ? undefined : { ...commands, asks: 'nothing' };
}

function commandsOf({ config, catalog }: Surroundings): Pick<Overview, 'commands' | 'first'> {
  const commands = listCommands(config, catalog).map(rowOf);
  const runs = new Set(commands.flatMap((row) => ('problem' in row ? [] : [row.command])));
  const first = asWritten(config).find((name) => runs.has(name));
  return { commands, ...(first !== undefined && { first }) };
}

function asWritten({ commands, toolboxes }: Config): readonly string[] {
  const declared = [...toolboxes.values()].flatMap(({ value }) => [...value.commands.keys()]);
  return [...commands.keys(), ...declared];
}
