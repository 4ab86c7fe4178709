import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import { ownContainersHere } from './own-containers-here.ts';
import { listContainers, psText } from './ps-listing.ts';
import { stdoutColumns } from './stdout-columns.ts';
import { writeJson } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** `tackle ps [--all] [--json]`. What some engines have is told though another does not answer. */
export const main: CommandMain = async ({ options }, context) => {
  const here = await ownContainersHere(options, context);
  if (!here.ok) return failed(...here.error);
  const { containers, problems } = here.value;
  const listing = listContainers(containers);
  const written =
    options['json'] === true
      ? await writeJson(listing)
      : await writePaged(psText(listing, Date.now(), stdoutColumns()), context);
  return problems.length > 0 ? failed(...problems) : written;
};
