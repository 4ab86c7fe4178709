import { searchCatalog } from '../catalog/search.ts';
import type { CommandMain } from './command.ts';
import { ourStderr } from './our-stderr.ts';
import { shippedCatalog } from './read-surroundings.ts';
import { shownTable } from './shown-table.ts';
import { visible } from './visible-text.ts';
import { writeJson } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** `tackle search WORD [--json]`: status 1 when nothing is found, as `grep` has it. */
export const main: CommandMain = async ({ words: [word = ''], options }, context) => {
  const found = searchCatalog(word, shippedCatalog());
  const rows = found.map(({ name, defaultVersion, summary, matches }) => [
    `${name}@${defaultVersion}`,
    matches.length > 0 ? `${summary}: ${matches.join(' ')}` : summary,
  ]);
  const written = await (options['json'] === true
    ? writeJson(found)
    : writePaged(shownTable(rows), context));
  if (found.length > 0 || written.kind !== 'exited') return written;
  ourStderr().write(
    `tackle: no toolbox has \`${visible(word)}\` in its name, its commands or its summary\nhint: \`tackle list --all\` lists all toolboxes\n`,
  );
  return { kind: 'exited', status: 1 };
};
