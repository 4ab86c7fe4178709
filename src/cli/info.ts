import type { Catalog } from '../catalog/catalog.ts';
import type { DescribedSource, DescribedToolbox } from '../catalog/describe-toolbox.ts';
import { describeToolbox } from '../catalog/describe-toolbox.ts';
import { findVersion, versionNames } from '../catalog/find-version.ts';
import type { CatalogProblem } from '../catalog/problems.ts';
import { resolveToolbox } from '../catalog/resolve.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Config } from '../config/config.ts';
import { platformHere } from '../host/platform.ts';
import type { Result } from '../kernel/result.ts';
import { pinWithoutAsking } from '../lock/pin-without-asking.ts';
import type { CommandMain, Context } from './command.ts';
import { failed } from './command.ts';
import { megabytes } from './megabytes.ts';
import { readSurroundings } from './read-surroundings.ts';
import { shortPath } from './short-path.ts';
import { shownTable } from './shown-table.ts';
import { writeJson } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** `tackle info TOOLBOX[@VERSION] [--json]`. */
export const main: CommandMain = async ({ words: [text = ''], options }, context) => {
  const here = await readSurroundings(context);
  if (!here.ok) return failed(...here.error);
  const { config, catalog } = here.value;
  const tool = resolveAnyhow(text, config, catalog);
  if (!tool.ok) return failed(tool.error);
  const toolbox = catalog.get(tool.value.toolbox.name);
  const version = toolbox && findVersion(toolbox, tool.value.toolbox.version);
  if (tool.value.toolbox.origin === 'project' || toolbox === undefined || version === undefined) {
    const own = describeOwn(tool.value, config);
    return options['json'] === true
      ? writeJson(own)
      : writePaged(ownText(own, context.cwd.logical), context);
  }
  const bytes = await builtBytes(tool.value, context.env);
  const described: Told = {
    ...describeToolbox(toolbox, version, tool.value.source.kind),
    ...(bytes !== undefined && { bytes }),
  };
  if (options['json'] === true) return writeJson(described);
  return writePaged(infoText(described, versionNames(toolbox)), context);
};

/** As the project has it; and what cannot be had from the source that is asked for, from any other. */
function resolveAnyhow(
  text: string,
  config: Config,
  catalog: Catalog,
): Result<Tool, CatalogProblem> {
  const asked = resolveToolbox(text, config, catalog);
  const { source, ...others } = config;
  const found = asked.ok || !source ? asked : resolveToolbox(text, others, catalog);
  return found.ok ? found : asked;
}

/** With what it takes on this machine, where that is known: of what was built here. */
type Told = DescribedToolbox & { readonly bytes?: number };

async function builtBytes({ source }: Tool, env: Context['env']): Promise<number | undefined> {
  const platform = platformHere();
  const pin = platform.ok ? pinWithoutAsking(source, platform.value) : undefined;
  if (pin?.kind !== 'packages') return undefined;
  const { builtPackages, builtSize } = await import('../engines/built-packages.ts');
  const exact = await builtPackages(pin.key, env);
  return exact && (await builtSize(exact.rootfs, env));
}

/** What a project says of a toolbox of its own. */
interface OwnToolbox {
  readonly name: string;
  readonly kind: string;
  readonly commands: readonly string[];
  readonly network: string;
  readonly from: string;
}

function describeOwn({ toolbox, network }: Tool, config: Config): OwnToolbox {
  const own = config.toolboxes.get(toolbox.name);
  if (own === undefined) throw new Error('a toolbox is the project’s or of the catalogue');
  const { kind, commands } = own.value;
  const from = `${own.place.file}:${own.place.line}`;
  return { name: toolbox.name, kind, commands: [...commands.keys()], network, from };
}

function ownText({ name, kind, commands, network, from }: OwnToolbox, cwd: string): string {
  return shownTable([
    ['toolbox', name],
    ['commands', commands.join(' ')],
    ['network', network],
    ['comes from', `${kind}, described at ${shortPath(from, cwd)}`],
  ]);
}

function infoText(info: Told, names: readonly string[]): string {
  const aliases = Object.entries(info.aliases).map(([name, version]) => `${name} → ${version}`);
  return shownTable([
    ['toolbox', `${info.name}@${info.version}`],
    ['what it is', info.summary],
    ['homepage', info.homepage],
    ['commands', info.commands.join(' ')],
    ['network', info.network],
    ...(info.env.length > 0 ? [['variables', info.env.join(' ')]] : []),
    ...(info.caches.length > 0 ? [['caches', info.caches.join(' ')]] : []),
    ...(info.bytes === undefined
      ? []
      : [['size', `${megabytes(info.bytes)} MB, as it was built here`]]),
    ...info.sources.map((source) => ['comes from', sourceText(source)]),
    ['versions', `${names.join(' ')}${info.exact ? ', and any exact x.y.z' : ''}`],
    ...(aliases.length > 0 ? [['other names', aliases.join(', ')]] : []),
    ['default', info.defaultVersion],
  ]);
}

function sourceText(source: DescribedSource): string {
  if (source.kind === 'image') return `image: ${source.reference}`;
  const npm = source.npm.map((name) => name.replace('{arch}', process.arch));
  return `packages: debian ${source.debian}: ${[...source.packages, ...npm].join(' ')}`;
}
