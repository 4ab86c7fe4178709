// Makes schema/tackle.schema.json, for editors, from the schema that the validator runs.
import { toJsonSchema } from '@valibot/to-json-schema';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importTypeScript } from './import-typescript.mjs';

/** Rules that no JSON Schema can state: paths that climb out, items that name the same thing, least sizes. */
const BEYOND_JSON_SCHEMA = ['check', 'raw_check'];

/** The JSON Schema as an object. */
export async function makeSchema(root) {
  const { configSchema } = await importTypeScript(root, ['src/config/schema.ts']);
  return toJsonSchema(configSchema, { ignoreActions: BEYOND_JSON_SCHEMA });
}

export default async function writeSchema({ root }) {
  const schema = await makeSchema(root);
  mkdirSync(join(root, 'schema'), { recursive: true });
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  writeFileSync(join(root, 'schema/tackle.schema.json'), text);
}
