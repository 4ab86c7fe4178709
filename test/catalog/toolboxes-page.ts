import { format } from 'prettier';
import type { Catalog, CatalogToolbox } from '../../src/catalog/catalog.ts';
import { findVersion } from '../../src/catalog/find-version.ts';
import { knownCommands } from '../../src/catalog/version-commands.ts';

/** The text of `docs/toolboxes.md`. */
export async function toolboxesPage(catalog: Catalog): Promise<string> {
  const rows = [...catalog.values()].map(
    (toolbox) =>
      `| [${toolbox.name}](${toolbox.homepage}) | ${toolbox.summary} | ${commands(toolbox)} | ${versions(toolbox)} | ${toolbox.network} |`,
  );
  return format([INTRODUCTION, ...rows, '', NOTES].join('\n'), { parser: 'markdown' });
}

const INTRODUCTION = `# Toolboxes

The toolboxes that come with Tackle. Name one in \`tackle.yaml\`, or run it with no config at all:

    tackle x python@2.7

The commands are those of the default version, which is **bold**. A version is pulled as an image, unless
it is marked: ᵖ is built from packages; ⁺ can be either, and is pulled unless you say \`source: packages\`
(or \`TACKLE_SOURCE=packages\`). In brackets stand other names of versions.

| toolbox | what it is | commands | versions | network |
| --- | --- | --- | --- | --- |`;

const NOTES = `Every image is named by the digest of its index; \`toolboxes/digests.json\` says how sure each of
them is. This page is generated: \`npx vitest run --project unit test/catalog -u\` writes it anew.
`;

function commands(toolbox: CatalogToolbox): string {
  const standard = findVersion(toolbox, undefined);
  const words = standard ? knownCommands(toolbox, standard) : [];
  return words.map((word) => `\`${word}\``).join(' ');
}

function versions(toolbox: CatalogToolbox): string {
  const aliases = Object.entries(toolbox.aliases).map(([name, version]) => `${name} → ${version}`);
  return [
    ...toolbox.versions.map(({ version }) => {
      const sources = findVersion(toolbox, version)?.sources ?? {};
      const mark = sources.packages === undefined ? '' : sources.image === undefined ? 'ᵖ' : '⁺';
      return `${version === toolbox.default.version ? `**${version}**` : version}${mark}`;
    }),
    ...(toolbox.exact.length > 0 ? ['any exact x.y.zᵖ'] : []),
    ...(aliases.length > 0 ? [`(${aliases.join(', ')})`] : []),
  ].join(' ');
}
