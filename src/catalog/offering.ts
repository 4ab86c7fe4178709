import type { Catalog } from './catalog.ts';
import { findVersion } from './find-version.ts';
import { knownCommands } from './version-commands.ts';

/**
 * The toolbox of the catalogue that is known for a command, with the version where it is not the
 * default one: `latex` for `pdflatex`, `python@3.8` for `python3.8`. Nothing when none is.
 */
export function offering(command: string, catalog: Catalog): string | undefined {
  for (const toolbox of catalog.values()) {
    const standard = findVersion(toolbox, undefined);
    const offers = [...(standard ? [standard] : []), ...toolbox.versions].find((version) =>
      knownCommands(toolbox, version).some((known) => known === command),
    );
    if (offers === undefined) continue;
    return offers === standard ? toolbox.name : `${toolbox.name}@${offers.version}`;
  }
  return undefined;
}
