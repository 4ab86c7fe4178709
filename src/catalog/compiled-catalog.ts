import type { Catalog, CatalogToolbox } from './catalog.ts';

/** The catalogue as `dist/catalog.json` holds it: everything that a launch would work out anew. */
export function printCatalog(catalog: Catalog): string {
  return `${JSON.stringify([...catalog.values()])}\n`;
}

/**
 * Reads what `printCatalog` wrote. It was checked when it was compiled and is not checked again: at a
 * launch every millisecond counts.
 */
export function readCatalog(text: string): Catalog {
  const toolboxes = JSON.parse(text) as readonly CatalogToolbox[];
  return new Map(toolboxes.map((toolbox) => [toolbox.name, toolbox]));
}
