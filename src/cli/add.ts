import { basename, join } from 'node:path';
import { offering, type Offering } from '../catalog/offering.ts';
import type { CatalogProblem } from '../catalog/problems.ts';
import { projectCommandNames } from '../catalog/project-commands.ts';
import { resolveToolbox } from '../catalog/resolve.ts';
import type { Config } from '../config/config.ts';
import { addCommands } from '../config/edit-commands.ts';
import type { NewCommand } from '../config/insert-commands.ts';
import { createWhole } from '../host/create-whole.ts';
import { repositoryRoot } from '../host/repository-files.ts';
import { cannotWrite, noPlace, type InitProblem } from '../init/problems.ts';
import { commandsOf } from '../init/proposal.ts';
import { SOURCES } from '../init/sources.ts';
import type { CommandName } from '../kernel/brand.ts';
import { toolboxVersionOf } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { CommandMain, Context, Outcome } from './command.ts';
import { done, failed } from './command.ts';
import { editConfig } from './edit-config.ts';
import { readSurroundings, type Surroundings } from './read-surroundings.ts';
import { remark } from './remark.ts';
import { shortPath } from './short-path.ts';
import { visible } from './visible-text.ts';

/** `tackle add TOOLBOX[@VERSION]`: its commands, but for those that the project has already. */
export const main: CommandMain = async ({ words: [text = ''] }, context) => {
  const here = await readSurroundings(context);
  if (!here.ok) return failed(...here.error);
  const { config, catalog } = here.value;
  const tool = resolveToolbox(text, config, catalog);
  if (!tool.ok) return failed(withOffer(tool.error, offering(text, catalog)));
  const toolbox = catalog.get(tool.value.toolbox.name);
  const { origin, name, version } = tool.value.toolbox;
  if (origin === 'project' || toolbox === undefined || version === undefined) {
    return tell(
      `\`${name}\` is a toolbox of this project's own, and its commands are there`,
      context,
    );
  }
  // As it was asked for: `node@10` moves on with the catalogue. Without a version, the one of today stays.
  const asked = toolboxVersionOf(text.slice(name.length + 1)) ?? version;
  const found = commandsOf({ toolbox, version: asked }, config);
  return await add({ found, toolbox: `${name}@${asked}` }, here.value, context);
};

/** People add commands by their names. */
function withOffer(problem: CatalogProblem, offered: Offering | undefined): CatalogProblem {
  if (problem.code !== 'catalog/unknown-toolbox' || offered === undefined) return problem;
  const { toolbox } = offered;
  return {
    ...problem,
    hint: `the toolbox \`${toolbox}\` has a command of that name: \`tackle add ${toolbox}\``,
  };
}

interface Wanted {
  readonly found: readonly CommandName[];
  readonly toolbox: string;
}

async function add(
  { found, toolbox }: Wanted,
  here: Surroundings,
  context: Context,
): Promise<Outcome> {
  const { config } = here;
  const taken = ofTheProject(config);
  const added = found.filter((command) => !taken.includes(command));
  const others = found.filter((command) => taken.includes(command));
  const file = config.project?.file ?? newFile(context);
  if (file === undefined) return failed(noPlace(context.cwd.logical));
  const name = visible(shortPath(file, context.cwd.logical));
  if (added.length > 0) {
    const written = await write(
      config,
      file,
      added.map((command) => [command, toolbox]),
    );
    if (!written.ok) return failed(written.error);
    tell(
      `${listed(added)} ${added.length > 1 ? 'run' : 'runs'} in \`${toolbox}\` now, by \`${name}\``,
      context,
    );
  }
  for (const command of others) {
    const own = config.commands.get(command)?.value;
    const where =
      own === undefined
        ? 'another toolbox'
        : own.toolbox + (own.version === undefined ? '' : `@${own.version}`);
    if (where !== toolbox) remark(`  \`${command}\` stays in \`${where}\`\n`, context);
  }
  return added.length > 0
    ? done
    : tell(`\`${basename(file)}\` has all commands of \`${toolbox}\` already`, context);
}

/** Those that the project's own file or its toolboxes have; a user's own settings are weaker. */
function ofTheProject(config: Config): readonly CommandName[] {
  return projectCommandNames(config).filter((name) => {
    const written = config.commands.get(name);
    return written === undefined || written.place.file === config.project?.file;
  });
}

function newFile({ cwd, env }: Context): string | undefined {
  const root = repositoryRoot(cwd.logical, Object.keys(SOURCES), env);
  return root && join(root, 'tackle.yaml');
}

async function write(
  { project }: Config,
  file: string,
  added: readonly NewCommand[],
): Promise<Result<void, InitProblem>> {
  if (project !== undefined) {
    const lines = added.map(([command, toolbox]) => `${command}: ${toolbox}`);
    return await editConfig(project.file, (source) => addCommands(source, added), lines);
  }
  try {
    await createWhole(file, addCommands({ text: '' }, added) ?? '');
    return ok(undefined);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return err(cannotWrite(file, code ?? message));
  }
}

function listed(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

function tell(text: string, context: Context): Outcome {
  remark(`tackle: ${text}\n`, context);
  return done;
}
