// Compiles toolboxes/<name>/toolbox.yaml to dist/catalog.json, checked, so that a launch parses no YAML.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { importTypeScript } from './import-typescript.mjs';

const CATALOG = ['src/catalog/parse-catalog.ts', 'src/catalog/compiled-catalog.ts'];

export default async function compileCatalog({ root, dist }) {
  const { parseCatalog, printCatalog } = await importTypeScript(root, CATALOG);
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
