// Makes schema/tackle.schema.json, for editors, from the schema that the validator runs.
import { toJsonSchema } from '@valibot/to-json-schema';
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Rules that no JSON Schema can state: paths that climb out, items that name the same thing, least sizes. */
const BEYOND_JSON_SCHEMA = ['check', 'raw_check'];

/** The JSON Schema as an object. */
export async function makeSchema(root) {
  const directory = mkdtempSync(join(tmpdir(), 'tackle-schema-'));
  try {
    const outfile = join(directory, 'schema.mjs');
    await build({
      entryPoints: [join(root, 'src/config/schema.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
    });
    const { configSchema } = await import(pathToFileURL(outfile).href);
    return toJsonSchema(configSchema, { ignoreActions: BEYOND_JSON_SCHEMA });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export default async function writeSchema({ root }) {
  const schema = await makeSchema(root);
  mkdirSync(join(root, 'schema'), { recursive: true });
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  writeFileSync(join(root, 'schema/tackle.schema.json'), text);
}
