// Compiles toolboxes/<name>/toolbox.yaml to dist/catalog.json, checked, so that a launch parses no YAML.
import { build } from 'esbuild';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';

export default async function compileCatalog({ root, dist }) {
  const { parseCatalog, printCatalog } = await bundledCatalogRoom(root, dist);
  const catalog = parseCatalog(readToolboxes(join(root, 'toolboxes')));
  if (!catalog.ok) {
    throw new Error([catalog.error.message, ...(catalog.error.detail ?? [])].join('\n  '));
  }
  writeFileSync(join(dist, 'catalog.json'), printCatalog(catalog.value));
}

/** Name → plain data. In YAML's failsafe schema every scalar is text: `3.10` stays `3.10`. */
function readToolboxes(directory) {
  const names = readdirSync(directory).filter((name) =>
    existsSync(join(directory, name, 'toolbox.yaml')),
  );
  return Object.fromEntries(
    names.map((name) => {
      const text = readFileSync(join(directory, name, 'toolbox.yaml'), 'utf8');
      return [name, parse(text, { schema: 'failsafe' })];
    }),
  );
}

/** The checks are TypeScript, which Node 20 does not read. */
async function bundledCatalogRoom(root, dist) {
  mkdirSync(dist, { recursive: true });
  const temporary = mkdtempSync(join(dist, '.catalog-'));
  try {
    const outfile = join(temporary, 'catalog.mjs');
    await build({
      stdin: {
        contents: `export * from './src/catalog/parse-catalog.ts';
          export * from './src/catalog/compiled-catalog.ts';`,
        resolveDir: root,
      },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
