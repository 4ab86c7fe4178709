import type { EnvEntry, Network, SourceKind } from '../config/config.ts';
import type { CommandName, ToolboxName, ToolboxVersion } from '../kernel/brand.ts';
import type { CatalogToolbox, CatalogVersion } from './catalog.ts';
import { catalogSource } from './catalog-source.ts';
import type { PrintedRecipe } from './print-recipe.ts';
import { printRecipe } from './print-recipe.ts';
import { printReference } from './reference.ts';
import { knownCommands } from './version-commands.ts';

/** What is known of a version of a toolbox of the catalogue, and of the others that there are. */
export interface DescribedToolbox {
  readonly name: ToolboxName;
  readonly version: ToolboxVersion;
  readonly summary: string;
  readonly homepage: string;
  readonly commands: readonly CommandName[];
  readonly network: Network;
  /** Variables of the caller's that it is let have, besides what every tool gets: `NAME` or `PREFIX_*`. */
  readonly env: readonly string[];
  /** Directories below its HOME whose loss costs time, not work. */
  readonly caches: readonly string[];
  /** What it is pinned to; the one that is used when nobody chooses first. */
  readonly sources: readonly DescribedSource[];
  readonly defaultVersion: ToolboxVersion;
  /** Newest first. */
  readonly versions: readonly ToolboxVersion[];
  readonly aliases: Readonly<Record<string, ToolboxVersion>>;
  /** Whether any other exact `x.y.z` can be asked for. */
  readonly exact: boolean;
}

export type DescribedSource =
  | { readonly kind: 'image'; readonly reference: string }
  | ({ readonly kind: 'packages' } & PrintedRecipe);

export function describeToolbox(
  toolbox: CatalogToolbox,
  version: CatalogVersion,
  preferred: SourceKind,
): DescribedToolbox {
  const kinds = (['image', 'packages'] as const).filter((kind) => version.sources[kind]);
  const sources = kinds
    .map((kind) => describeSource(version, kind))
    .sort((a, b) => Number(b.kind === preferred) - Number(a.kind === preferred));
  return {
    name: toolbox.name,
    version: version.version,
    summary: toolbox.summary,
    homepage: toolbox.homepage,
    commands: [...new Set(knownCommands(toolbox, version))],
    network: toolbox.network,
    env: toolbox.env.map(envText),
    caches: toolbox.caches,
    sources,
    defaultVersion: toolbox.default.version,
    versions: toolbox.versions.map((each) => each.version),
    aliases: toolbox.aliases,
    exact: toolbox.exact.length > 0,
  };
}

function describeSource(version: CatalogVersion, kind: 'image' | 'packages'): DescribedSource {
  const source = catalogSource(version, kind);
  if (source.kind === 'image')
    return { kind: 'image', reference: printReference(source.reference) };
  if (source.kind === 'packages') return { kind: 'packages', ...printRecipe(source.recipe) };
  throw new Error(`the catalogue has no source \`${source.kind}\``);
}

function envText(entry: EnvEntry): string {
  switch (entry.kind) {
    case 'pass':
      return entry.name;
    case 'pass-prefix':
      return `${entry.prefix}*`;
    case 'set':
      return `${entry.name}=${entry.value}`;
  }
}
