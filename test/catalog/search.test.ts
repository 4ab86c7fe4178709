import { describe, expect, it } from 'vitest';
import { describeToolbox } from '../../src/catalog/describe-toolbox.ts';
import { findVersion } from '../../src/catalog/find-version.ts';
import { searchCatalog } from '../../src/catalog/search.ts';
import { toolboxNameOf, toolboxVersionOf } from '../../src/kernel/brand.ts';
import { shippedCatalog } from './shipped-catalog.ts';

const catalog = shippedCatalog();
const names = (word: string) => searchCatalog(word, catalog).map(({ name }) => name as string);

describe('searchCatalog', () => {
  it.each([
    ['python', 'python'],
    ['PDFLATEX', 'latex'],
    ['python2.7', 'python'],
    ['xelatex', 'latex'],
    ['composer', 'php'],
  ])('finds by %s', (word, name) => {
    expect(names(word)[0]).toBe(name);
  });

  it('finds by what a toolbox is, after those that are called so', () => {
    expect(names('make').slice(0, 2)).toEqual(['gcc', 'cmake']);
    expect(names('typesetting')).toEqual(['latex']);
  });

  it('says which commands it has found', () => {
    expect(searchCatalog('gofmt', catalog)).toMatchObject([{ name: 'go', matches: ['gofmt'] }]);
  });

  it('finds nothing of what there is not', () => {
    expect(names('frobnicate')).toEqual([]);
  });
});

describe('describeToolbox', () => {
  it('names the source that is used first', () => {
    const node = catalog.get(toolboxNameOf('node')!)!;
    const version = findVersion(node, toolboxVersionOf('10'))!;
    const described = describeToolbox(node, version, 'packages');
    expect(described).toMatchObject({ version: '10.24.1', network: 'host', exact: true });
    expect(described.sources).toEqual([
      expect.objectContaining({ kind: 'packages', debian: 'bookworm' }),
      {
        kind: 'image',
        reference: expect.stringMatching(/:10\.24\.1-slim@sha256:[0-9a-f]{64}$/) as string,
      },
    ]);
  });

  it.each([...catalog.keys()])('can be told of %s, each version', (name) => {
    const toolbox = catalog.get(name)!;
    for (const version of toolbox.versions) {
      expect(describeToolbox(toolbox, version, toolbox.source).sources.length).toBeGreaterThan(0);
    }
  });
});
