import { listCatalog, listCommands } from '../catalog/list.ts';
import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import type { Listing } from './listing.ts';
import { listingText, rowOf } from './listing.ts';
import { ourStderr } from './our-stderr.ts';
import { readSurroundings } from './read-surroundings.ts';
import { writeJson, writeOut } from './write-out.ts';

/** `tackle list [--all] [--json]`. */
export const main: CommandMain = async ({ options }, context) => {
  const here = await readSurroundings(context);
  if (!here.ok) return failed(...here.error);
  const { config, catalog } = here.value;
  const listing: Listing = {
    commands: listCommands(config, catalog).map(rowOf),
    ...(options['all'] === true && { toolboxes: listCatalog(catalog) }),
  };
  if (options['json'] === true) return writeJson(listing);
  if (listing.commands.length === 0 && listing.toolboxes === undefined && !config.project) {
    ourStderr().write(NO_PROJECT);
  }
  const { columns } = process.stdout;
  return writeOut(
    listingText(listing, {
      cwd: context.cwd.logical,
      ...(process.stdout.isTTY && columns > 0 && { columns }),
    }),
  );
};

const NO_PROJECT = `tackle: there is no \`tackle.yaml\` in this directory or above it, so there are no commands
hint: \`tackle list --all\` lists what \`tackle x TOOLBOX\` runs without one
`;
