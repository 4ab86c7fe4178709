import type { CommandName } from '../kernel/brand.ts';
import type { Catalog, CatalogToolbox } from './catalog.ts';
import type { ListedToolbox } from './list.ts';
import { listCatalog } from './list.ts';
import { knownCommands } from './version-commands.ts';

/** A toolbox that a word may be about. */
export interface FoundToolbox extends ListedToolbox {
  /** The commands that the word is found in, of whichever version. */
  readonly matches: readonly CommandName[];
}

/** The toolboxes whose names, commands or summaries hold the word, in whatever case; those that are called so first. */
export function searchCatalog(word: string, catalog: Catalog): readonly FoundToolbox[] {
  const text = word.toLowerCase();
  const found = listCatalog(catalog).flatMap((listed) => {
    const toolbox = catalog.get(listed.name);
    const commands = toolbox === undefined ? [] : everyCommand(toolbox);
    const matches = commands.filter((command) => command.toLowerCase().includes(text));
    const rank = [
      [listed.name, ...matches].some((name) => name.toLowerCase() === text),
      listed.name.startsWith(text),
      listed.name.includes(text) || matches.length > 0,
      listed.summary.toLowerCase().includes(text),
    ].indexOf(true);
    return rank < 0 ? [] : [{ rank, toolbox: { ...listed, matches } }];
  });
  return found.sort((a, b) => a.rank - b.rank).map(({ toolbox }) => toolbox);
}

function everyCommand(toolbox: CatalogToolbox): readonly CommandName[] {
  return [...new Set(toolbox.versions.flatMap((version) => knownCommands(toolbox, version)))];
}
