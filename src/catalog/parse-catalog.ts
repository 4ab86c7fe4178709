import * as v from 'valibot';
import { commandNameOf, toolboxNameOf } from '../kernel/brand.ts';
import type { ToolboxName, ToolboxVersion } from '../kernel/brand.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { Catalog, CatalogToolbox, CatalogVersion } from './catalog.ts';
import { toolboxEntry } from './entry.ts';
import type { ToolboxEntry, VersionEntry } from './entry.ts';
import { findVersion } from './find-version.ts';
import { badEntry } from './problems.ts';
import type { CatalogProblem } from './problems.ts';
import { expandAll } from './template.ts';
import { allCommands } from './version-commands.ts';
import { newestFirst } from './version-order.ts';

/** The name of a toolbox → what its `toolbox.yaml` holds, read with YAML's failsafe schema. */
export type CatalogTexts = Readonly<Record<string, unknown>>;

/** Checks the whole catalogue. It is compiled once, so this never runs in a launch. */
export function parseCatalog(texts: CatalogTexts): Result<Catalog, CatalogProblem> {
  const catalog = new Map<ToolboxName, CatalogToolbox>();
  for (const [text, data] of Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = toolboxNameOf(text);
    if (name === undefined) return err(badEntry(text, ['the folder is not named like a toolbox']));
    const entry = v.safeParse(toolboxEntry, data);
    if (!entry.success) return err(badEntry(text, entry.issues.map(faultOf)));
    const toolbox = toolboxOf(name, entry.output);
    const faults = faultsOf(toolbox);
    if (faults.length > 0) return err(badEntry(text, faults));
    catalog.set(name, toolbox);
  }
  return ok(catalog);
}

function faultOf(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? '(the whole)'}: ${issue.message}`;
}

function toolboxOf(name: ToolboxName, entry: ToolboxEntry): CatalogToolbox {
  const { 'home-env': homeEnv, versions, default: standard, ...rest } = entry;
  const listed = Object.entries(versions).map(([version, said]) => versionOf(version, said));
  return {
    name,
    ...rest,
    default: standard,
    homeEnv,
    versions: listed.sort((a, b) => newestFirst(a.version, b.version)),
  };
}

function versionOf(version: string, { image, packages, ...more }: VersionEntry): CatalogVersion {
  return {
    version: version as ToolboxVersion,
    sources: { ...(image && { image }), ...(packages && { packages }) },
    ...more,
  };
}

/** What the schema cannot see: whether the parts of one entry agree with each other. */
function faultsOf(toolbox: CatalogToolbox): readonly string[] {
  const aliases = Object.entries(toolbox.aliases).filter(
    ([alias, version]) => hasVersion(toolbox, alias) || !hasVersion(toolbox, version),
  );
  return [
    ...aliases.map(([alias]) => `aliases.${alias}: is a version, or leads to none`),
    ...(findVersion(toolbox, undefined) ? [] : ['default.version: is not among the versions']),
    ...toolbox.versions.flatMap((version) =>
      versionFaults(toolbox, version).map((fault) => `versions.${version.version}: ${fault}`),
    ),
  ];
}

function hasVersion(toolbox: CatalogToolbox, name: string): boolean {
  return toolbox.versions.some(({ version }) => version === name);
}

function versionFaults(toolbox: CatalogToolbox, listed: CatalogVersion): readonly string[] {
  const version = findVersion(toolbox, listed.version) ?? listed;
  const kinds = Object.keys(version.sources);
  const preferred = version.source ?? toolbox.source;
  const known: readonly string[] = allCommands(toolbox, version);
  const smoke = version.smoke ?? toolbox.smoke;
  return [
    ...(kinds.length === 0 ? ['has no source'] : []),
    ...(kinds.length > 1 && !kinds.includes(preferred) ? [`lacks its source ${preferred}`] : []),
    ...known.filter((word) => commandNameOf(word) === undefined).map((word) => `command ${word}`),
    ...(new Set(known).size === known.length ? [] : ['names a command twice']),
    ...(known.includes(toolbox.default.command) ? [] : ['lacks the default command']),
    ...(known.includes(smoke.command) ? [] : ['lacks the command of its smoke check']),
    ...Object.values(version.sources).flatMap((ways: { exec?: object; without?: string[] }) =>
      expandAll([...Object.keys(ways.exec ?? {}), ...(ways.without ?? [])], version.version)
        .filter((word) => !known.includes(word))
        .map((word) => `a source speaks of the unknown command ${word}`),
    ),
  ];
}
