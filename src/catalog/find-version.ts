import type { ToolboxVersion } from '../kernel/brand.ts';
import type { CatalogToolbox, CatalogVersion } from './catalog.ts';
import { numbersOf } from './version-order.ts';

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

/** The versions as a person is told of them, newest first: lines without their releases, other names last. */
export function versionNames(toolbox: CatalogToolbox): readonly string[] {
  const versions = toolbox.versions.map(({ version }) => version);
  const lines = versions.filter((name) => !versions.some((line) => name.startsWith(`${line}.`)));
  const otherNames = Object.keys(toolbox.aliases).filter((name) => numbersOf(name) === undefined);
  return [...lines, ...otherNames];
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
