import { listCatalog, listCommands } from '../catalog/list.ts';
import type { Config } from '../config/config.ts';
import { ok } from '../kernel/result.ts';
import type { CommandMain, Context } from './command.ts';
import { failed } from './command.ts';
import type { Listing } from './listing.ts';
import { listingText, rowOf } from './listing.ts';
import { readSurroundings } from './read-surroundings.ts';
import { remark } from './remark.ts';
import { stdoutColumns } from './stdout-columns.ts';
import { visible } from './visible-text.ts';
import { writeJson } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** `tackle list [--all] [--json]`. */
export const main: CommandMain = async ({ options }, context) => {
  const here = await readHere(context);
  if (!here.ok) return failed(...here.error);
  const { config, catalog } = here.value;
  const listing: Listing = {
    commands: listCommands(config, catalog).map(rowOf),
    ...(options['all'] === true && { toolboxes: listCatalog(catalog) }),
  };
  if (options['json'] === true) return writeJson(listing);
  if (config.everyWord !== undefined) remark(inContainer(config), context);
  if (listing.toolboxes === undefined && !config.project) {
    remark(listing.commands.length === 0 ? NO_PROJECT : BY_FILES, context);
  }
  return writePaged(
    listingText(listing, { cwd: context.cwd.logical, columns: stdoutColumns() }),
    context,
  );
};

async function readHere(context: Context): ReturnType<typeof readSurroundings> {
  const here = await readSurroundings(context);
  if (!here.ok || here.value.config.project) return here;
  const { asFilesSay } = await import('./as-files-say.ts');
  return ok(await asFilesSay(here.value, context));
}

/** Nobody knows which programs there are in its image. */
function inContainer({ project }: Config): string {
  return `tackle: there is no \`tackle.yaml\` here; every other command runs in the dev container of ${visible(project?.file ?? '')}
hint: look inside with \`tackle shell devcontainer\`
`;
}

const BY_FILES = `tackle: there is no \`tackle.yaml\` here; this is what the files of the project ask for
hint: \`tackle init\` keeps it, and says where each line comes from
`;

const NO_PROJECT = `tackle: there is no \`tackle.yaml\` in this directory or above it, so there are no commands
hint: \`tackle list --all\` lists what \`tackle x TOOLBOX\` runs without one
`;
