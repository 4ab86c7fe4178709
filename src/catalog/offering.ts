import { quoteWord } from '../kernel/quote-word.ts';
import type { Catalog, CatalogToolbox } from './catalog.ts';
import { findVersion } from './find-version.ts';
import { knownCommands } from './version-commands.ts';

/** Where the catalogue has a command that nobody wrote into a config. */
export interface Offering {
  /** With the version where it is not the default one: `latex` for `pdflatex`, `python@3.8` for `python3.8`. */
  readonly toolbox: string;
  /** What to type to run the command once, without a config. */
  readonly once: string;
}

/** The toolbox of the catalogue that is known for a command, if one is. */
export function offering(command: string, catalog: Catalog): Offering | undefined {
  for (const toolbox of catalog.values()) {
    const standard = findVersion(toolbox, undefined);
    const offers = [...(standard ? [standard] : []), ...toolbox.versions].find((version) =>
      knownCommands(toolbox, version).some((known) => known === command),
    );
    if (offers === undefined) continue;
    const text = offers === standard ? toolbox.name : `${toolbox.name}@${offers.version}`;
    return { toolbox: text, once: once(command, toolbox, text) };
  }
  return undefined;
}

/** `tackle x` runs the default command alone: `python`, which `python3` and `python3.8` are names of. */
function once(command: string, toolbox: CatalogToolbox, text: string): string {
  return command.replace(/[0-9.]+$/, '') === toolbox.default.command
    ? `tackle x ${text}`
    : `tackle shell ${text} -c ${quoteWord(`${command} …`)}`;
}
