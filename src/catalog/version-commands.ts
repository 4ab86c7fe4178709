import type { CommandName } from '../kernel/brand.ts';
import type { CatalogToolbox, CatalogVersion } from './catalog.ts';
import { expandAll } from './template.ts';

/** The words a version is known for, as they are typed, in the order of the catalogue. */
export function knownCommands(
  toolbox: CatalogToolbox,
  version: CatalogVersion,
): readonly CommandName[] {
  return words(version.commands ?? toolbox.commands, version);
}

/** All the words that run something in this version: those it is known for, and the others. */
export function allCommands(
  toolbox: CatalogToolbox,
  version: CatalogVersion,
): readonly CommandName[] {
  return [...knownCommands(toolbox, version), ...words(toolbox.also, version)];
}

function words(templates: readonly string[], { version }: CatalogVersion): readonly CommandName[] {
  return expandAll(templates, version) as readonly CommandName[];
}
