import { toolboxVersionOf } from '../kernel/brand.ts';
import type { ToolboxVersion } from '../kernel/brand.ts';
import type { CatalogToolbox, CatalogVersion } from './catalog.ts';

const EXACT = /^(0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)$/;

/**
 * The version somebody asked for: as listed, by another name, or any exact `x.y.z` where the toolbox
 * builds those; the default when none was asked for. Nothing when there is none such.
 */
export function findVersion(
  toolbox: CatalogToolbox,
  asked: ToolboxVersion | undefined,
): CatalogVersion | undefined {
  const version = namedVersion(toolbox, asked ?? toolbox.default.version);
  const listed = toolbox.versions.find((candidate) => candidate.version === version);
  const packages = exactPackages(toolbox, version);
  if (packages === undefined) return listed;
  return { ...(listed ?? { version }), sources: { packages, ...listed?.sources } };
}

/** Every name a version can be asked for by, newest first, other names last. */
export function versionNames(toolbox: CatalogToolbox): readonly ToolboxVersion[] {
  const aliases = Object.keys(toolbox.aliases).map((name) => toolboxVersionOf(name));
  return [
    ...toolbox.versions.map(({ version }) => version),
    ...aliases.filter((name) => name !== undefined),
  ];
}

function namedVersion(toolbox: CatalogToolbox, asked: ToolboxVersion): ToolboxVersion {
  return (Object.hasOwn(toolbox.aliases, asked) ? toolbox.aliases[asked] : undefined) ?? asked;
}

function exactPackages(
  toolbox: CatalogToolbox,
  version: ToolboxVersion,
): CatalogVersion['sources']['packages'] {
  const major = EXACT.exec(version)?.[1];
  if (major === undefined) return undefined;
  return toolbox.exact.find(({ majors }) => majors.includes(Number(major)))?.packages;
}
