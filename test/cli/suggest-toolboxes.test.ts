import { expect, test } from 'vitest';
import { listCatalog } from '../../src/catalog/list.ts';
import { suggestToolboxes } from '../../src/cli/suggest-toolboxes.ts';
import { shippedCatalog } from '../catalog/shipped-catalog.ts';

const toolboxes = listCatalog(shippedCatalog());
const titles = (typed: string) => suggestToolboxes(typed, toolboxes).map(({ title }) => title);
const values = (typed: string) => suggestToolboxes(typed, toolboxes).map(({ value }) => value);

test('nothing typed: the whole catalogue, at its default versions', () => {
  expect(titles('')).toHaveLength(toolboxes.length);
  expect(titles('')).toContain('python@3.13');
  expect(values('')).toContain('python');
});

test.each([
  ['pyt', 'python'],
  ['Python', 'python'],
  ['pdf', 'poppler'],
])('%s finds %s, by its name or its summary', (typed, name) => {
  expect(values(typed)).toContain(name);
});

test('names go before summaries', () => {
  expect(values('go')[0]).toBe('go');
});

test('the versions of a toolbox follow its @', () => {
  expect(values('python@2')).toEqual(['python@2.7', 'python@2.7.18']);
  expect(values('node@')).toContain('node@10.16.3');
});

test.each(['frobnicate', 'python@9', 'nothing@1'])('what nobody knows is itself: %s', (typed) => {
  expect(values(typed)).toEqual([typed]);
});
