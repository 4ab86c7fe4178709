import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printCatalog, readCatalog } from '../../src/catalog/compiled-catalog.ts';
import { shippedCatalog } from './shipped-catalog.ts';

const ROOT = join(import.meta.dirname, '../..');

interface BuildStep {
  readonly default: (where: { readonly root: string; readonly dist: string }) => Promise<void>;
}

let dist = '';
beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), 'tackle-catalog-'));
  const step = (await import(join(ROOT, 'scripts/build/catalog.mjs'))) as BuildStep;
  await step.default({ root: ROOT, dist });
});
afterAll(() => rmSync(dist, { recursive: true }));

describe('the compiled catalogue', () => {
  it('reads back as what was written', () => {
    const catalog = shippedCatalog();
    expect(readCatalog(printCatalog(catalog))).toEqual(catalog);
  });

  it('is what the build leaves, and small enough to read at every launch', () => {
    const text = readFileSync(join(dist, 'catalog.json'), 'utf8');
    expect(readCatalog(text)).toEqual(shippedCatalog());
    expect(text.length).toBeLessThan(80_000);
  });
});
