import { describe, expect, it } from 'vitest';
import { listCatalog, listCommands, listProjectToolboxes } from '../../src/catalog/list.ts';
import { configOf, located } from './config-of.ts';
import { shippedCatalog } from './shipped-catalog.ts';

const catalog = shippedCatalog();
const image = { kind: 'image', image: located('debian') } as const;

describe('listCommands', () => {
  it('lists what the project can run, by name, and says what is wrong with the rest', () => {
    const config = configOf({
      commands: { 'python3.8': 'python@3.8', node: 'nodd' },
      toolboxes: { build: { ...image, runs: { make: ['make'], 'python3.8': ['python'] } } },
    });
    const listed = listCommands(config, catalog).map(({ command, tool }) => [
      command,
      tool.ok ? tool.value.toolbox.name : tool.error.code,
    ]);
    expect(listed).toEqual([
      ['make', 'build'],
      ['node', 'catalog/unknown-toolbox'],
      ['python3.8', 'python'],
    ]);
  });

  it('is empty without a project', () => {
    expect(listCommands(configOf({ project: false }), catalog)).toEqual([]);
  });
});

describe('listCatalog', () => {
  it('lists every toolbox by name', () => {
    const listed = listCatalog(catalog);
    expect(listed.map(({ name }) => name)).toEqual([...catalog.keys()].sort());
    expect(listed.find(({ name }) => name === 'latex')).toMatchObject({
      summary: 'LaTeX typesetting, with TikZ, latexmk and biber',
      defaultVersion: '2022',
      versions: ['2024', '2022', 'extra', 'full'],
      aliases: { small: '2022' },
      exact: false,
    });
  });

  it('gives the commands of the default version, and says where any release can be had', () => {
    const listed = listCatalog(catalog);
    expect(listed.find(({ name }) => name === 'python')?.commands).toContain('python3.13');
    expect(listed.filter(({ exact }) => exact).map(({ name }) => name)).toEqual(['node']);
  });
});

describe('listProjectToolboxes', () => {
  it('says which of them hide a toolbox of the catalogue', () => {
    const toolboxes = {
      latex: { ...image, summary: 'ours', runs: { pdflatex: ['pdflatex'] as const } },
      own: { ...image, runs: {} },
    };
    const listed = listProjectToolboxes(configOf({ toolboxes }), catalog);
    expect(listed).toMatchObject([
      {
        name: 'latex',
        kind: 'image',
        summary: 'ours',
        commands: ['pdflatex'],
        hidesCatalogue: true,
      },
      { name: 'own', kind: 'image', commands: [], hidesCatalogue: false },
    ]);
  });
});
