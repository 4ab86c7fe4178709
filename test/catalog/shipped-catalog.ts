import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { parseCatalog } from '../../src/catalog/parse-catalog.ts';

export const TOOLBOXES = join(import.meta.dirname, '../../toolboxes');

/** The catalogue as it is written, without the compiled copy: tests need no build. */
export function shippedCatalog(): Catalog {
  const names = readdirSync(TOOLBOXES).filter((name) =>
    existsSync(join(TOOLBOXES, name, 'toolbox.yaml')),
  );
  const parsed = parseCatalog(
    Object.fromEntries(names.map((name) => [name, readToolbox(join(TOOLBOXES, name))])),
  );
  if (parsed.ok) return parsed.value;
  throw new Error([parsed.error.message, ...(parsed.error.detail ?? [])].join('\n'));
}

function readToolbox(directory: string): unknown {
  return parse(readFileSync(join(directory, 'toolbox.yaml'), 'utf8'), { schema: 'failsafe' });
}
