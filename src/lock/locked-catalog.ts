import type { Catalog, CatalogToolbox } from '../catalog/catalog.ts';
import { findVersion } from '../catalog/find-version.ts';
import type { ToolboxName, ToolboxVersion } from '../kernel/brand.ts';
import { parseAsked } from './asked.ts';
import type { Lock } from './lock.ts';

/**
 * The catalogue in which what was asked for has the version that it had when it was locked: `python@3` stays what it
 * was when a newer Tackle has a newer 3. A version that the catalogue has no longer is left to it.
 */
export function lockedCatalog(catalog: Catalog, lock: Lock): Catalog {
  const changed = new Map<ToolboxName, CatalogToolbox>();
  for (const [text, entry] of lock) {
    const asked = parseAsked(text);
    const locked = 'version' in entry ? entry.version : undefined;
    const toolbox = asked && (changed.get(asked.name) ?? catalog.get(asked.name));
    if (toolbox === undefined || locked === undefined) continue;
    if (findVersion(toolbox, locked) === undefined) continue;
    changed.set(toolbox.name, withVersion(toolbox, asked?.version, locked));
  }
  return changed.size === 0 ? catalog : new Map([...catalog, ...changed]);
}

function withVersion(
  toolbox: CatalogToolbox,
  asked: ToolboxVersion | undefined,
  locked: ToolboxVersion,
): CatalogToolbox {
  if (asked === undefined) return { ...toolbox, default: { ...toolbox.default, version: locked } };
  if (asked === locked) return toolbox;
  return { ...toolbox, aliases: { ...toolbox.aliases, [asked]: locked } };
}
