import { projectCommandNames } from '../catalog/project-commands.ts';
import { shimsDirectory } from '../host/directories.ts';
import { absolutePathOf, commandNameOf, type CommandName } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { planInstall, planRemove, shimsIn, type ShimsListing } from '../shims/plan-shims.ts';
import { nothingToInstall } from '../shims/problems.ts';
import type { AnyProblem } from './any-problem.ts';
import { changeShims, readShims, shimFacts } from './change-shims.ts';
import type { CommandMain, Context, Given, Outcome } from './command.ts';
import { failed } from './command.ts';
import { placeInCommandLine } from './command-line.ts';
import { badValue, notACommand } from './problems.ts';
import { offerInitForShims } from './offer-init.ts';
import { readConfig } from './read-surroundings.ts';
import { remark } from './remark.ts';
import { adviceOnPath, listShims, noShimsIn, shimsText } from './shims-listing.ts';
import { writeJson, writeOut } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** `tackle shims install | list | remove [COMMAND...] [--dir DIRECTORY] [--json]`. */
export const main: CommandMain = async ({ words, options }, context) => {
  const [action, ...named] = words;
  const listing = listingOf(options, context);
  if (!listing.ok) return failed(listing.error);
  const commands = commandsNamed(named);
  if (!commands.ok) return failed(commands.error);
  if (action === 'install') return await install(listing.value, commands.value, context);
  if (action === 'remove') return await remove(listing.value, commands.value);
  return await list(listing.value, options, context);
};

async function install(
  listing: ShimsListing,
  named: readonly CommandName[],
  context: Context,
): Promise<Outcome> {
  const commands = named.length > 0 ? ok(named) : await commandsOfProject(context);
  if (!commands.ok) return failed(...commands.error);
  if (commands.value.length === 0)
    return failed(await offerInitForShims(nothingToInstall(), context));
  const changes = planInstall(listing, commands.value, shimFacts());
  if (!changes.ok) return failed(changes.error);
  const made = changeShims(changes.value, listing);
  if (!made.ok) return failed(made.error);
  const rows = listShims(listing.directory, commands.value, context.env);
  remark(adviceOnPath(rows), context);
  return writeOut(shimsText(rows));
}

async function commandsOfProject(
  context: Context,
): Promise<Result<readonly CommandName[], readonly AnyProblem[]>> {
  const config = await readConfig(context);
  return config.ok ? ok(projectCommandNames(config.value)) : config;
}

async function remove(listing: ShimsListing, named: readonly CommandName[]): Promise<Outcome> {
  const changes = planRemove(listing, named);
  if (!changes.ok) return failed(changes.error);
  const made = changeShims(changes.value, listing);
  if (!made.ok) return failed(made.error);
  const removed = changes.value.flatMap((change) =>
    change.kind === 'remove' ? [`removed ${change.command}\n`] : [],
  );
  return writeOut(removed.join(''));
}

async function list(
  listing: ShimsListing,
  options: Given['options'],
  context: Context,
): Promise<Outcome> {
  const rows = listShims(listing.directory, shimsIn(listing), context.env);
  if (options['json'] === true) return writeJson(rows);
  if (rows.length === 0) remark(noShimsIn(listing.directory), context);
  return writePaged(shimsText(rows), context);
}

function listingOf(
  options: Given['options'],
  { env, cwd }: Context,
): Result<ShimsListing, AnyProblem> {
  const said = options['dir'];
  const text = typeof said === 'string' ? said : shimsDirectory(env);
  const directory = absolutePathOf(text.startsWith('/') ? text : `${cwd.logical}/${text}`);
  if (directory === undefined || text === '') {
    return err(
      badValue('--dir', text, ['DIRECTORY'], placeInCommandLine(['shims', '--dir', text], 2)),
    );
  }
  return readShims(directory);
}

function commandsNamed(words: readonly string[]): Result<readonly CommandName[], AnyProblem> {
  const names: CommandName[] = [];
  for (const word of words) {
    const name = commandNameOf(word);
    if (name === undefined) return err(notACommand(word, false));
    names.push(name);
  }
  return ok([...new Set(names)]);
}
