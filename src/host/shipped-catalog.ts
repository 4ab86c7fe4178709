import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/**
 * The text of `dist/catalog.json`, for `catalog/compiled-catalog.ts` to read.
 *
 * @throws when the file is missing: the package is broken, or was never built.
 */
export function shippedCatalogText(): string {
  return readFileSync(join(packageRoot(), 'dist', 'catalog.json'), 'utf8');
}
