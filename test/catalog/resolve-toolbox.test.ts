import { describe, expect, it } from 'vitest';
import { resolveToolbox } from '../../src/catalog/resolve.ts';
import { SHELL } from '../../src/catalog/shell.ts';
import type { Use } from '../../src/catalog/use.ts';
import { commandNameOf } from '../../src/kernel/brand.ts';
import { configOf, located } from './config-of.ts';
import { shippedCatalog } from './shipped-catalog.ts';

const catalog = shippedCatalog();
const nothing = configOf({ project: false });

function execOf(text: string, use?: Use, config = nothing): readonly string[] | string {
  const tool = resolveToolbox(text, config, catalog, use);
  return tool.ok ? tool.value.exec : tool.error.code;
}

describe('resolveToolbox', () => {
  it('needs no project', () => {
    const tool = resolveToolbox('python@2.7', nothing, catalog);
    expect(tool).toMatchObject({
      ok: true,
      value: {
        command: 'python',
        exec: ['python'],
        toolbox: { name: 'python', version: '2.7', origin: 'catalogue' },
      },
    });
  });

  it.each([
    ['perl', ['perl', '-de0']],
    ['php@8.4', ['php', '-a']],
    ['ruby', ['irb']],
    ['java@21', ['jshell']],
    ['java@8', ['java']],
    ['python@2.7', ['python']],
    ['miniconda', ['python']],
  ])('opens the prompt of %s', (text, exec) => {
    expect(execOf(text, { kind: 'repl' })).toEqual(exec);
  });

  it.each([
    ['python@3.8', SHELL],
    ['postgres@15', SHELL],
    ['jq@1.8', 'catalog/no-shell'],
  ])('opens a shell in %s', (text, exec) => {
    expect(execOf(text, { kind: 'shell' })).toEqual(exec);
  });

  it('has a shell in the packages of a toolbox whose image has none', () => {
    const config = configOf({ project: false, source: 'packages' });
    expect(execOf('jq@1.7', { kind: 'shell' }, config)).toEqual(SHELL);
  });

  it('runs the command that is asked for', () => {
    const use = { kind: 'command', command: commandNameOf('pip')! } as const;
    expect(execOf('python@3.8', use)).toEqual(['pip']);
  });

  it('knows the toolboxes of the project, and opens a shell where one declares no command', () => {
    const image = { kind: 'image', image: located('debian') } as const;
    const config = configOf({
      toolboxes: { box: { ...image, runs: {} }, lint: { ...image, runs: { a: ['/a'] } } },
    });
    expect(execOf('box', undefined, config)).toEqual(SHELL);
    expect(execOf('lint', undefined, config)).toEqual(['/a']);
    expect(execOf('lint', { kind: 'shell' }, config)).toEqual(SHELL);
  });

  it.each([
    '',
    '@',
    'python@',
    '@3.8',
    'Python',
    'python@3.8@1',
    'a/b',
    '../x',
    'python 3',
    'constructor',
    '__proto__',
  ])('refuses %j', (text) => {
    expect(execOf(text)).toMatch(/^catalog\/(not-a|unknown)-toolbox$/);
  });

  it.each(['constructor', 'toString', '3.8;', 'hasOwnProperty'])('has no version %s', (version) => {
    expect(execOf(`python@${version}`)).toMatch(/^catalog\/(not-a-toolbox|unknown-version)$/);
  });
});
