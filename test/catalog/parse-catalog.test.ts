import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseCatalog } from '../../src/catalog/parse-catalog.ts';

const ENTRY = `
summary: A tool
homepage: https://example.org
default: { version: 1.10, command: tool }
network: none
commands: [tool, 'tool{major}.{minor}']
aliases: { 1: 1.10 }
versions:
  1.9: { packages: { debian: bookworm, packages: [tool] } }
  1.10: { packages: { debian: trixie, packages: [tool] } }
smoke: { command: tool, args: [--version], prints: '^tool {version}$' }
`;

/** What is wrong with a catalogue that holds this one entry. */
function faultsOf(text: string, name = 'tool'): readonly string[] {
  const parsed = parseCatalog({ [name]: parse(text, { schema: 'failsafe' }) as unknown });
  return parsed.ok ? [] : (parsed.error.detail ?? [parsed.error.message]);
}

/** The sound entry with one part of it replaced. */
function spoilt(from: string, to: string): string {
  expect(ENTRY).toContain(from);
  return ENTRY.replace(from, to);
}

describe('parseCatalog', () => {
  it('takes a sound entry, its versions newest first and as they are spelled', () => {
    const parsed = parseCatalog({ tool: parse(ENTRY, { schema: 'failsafe' }) as unknown });
    expect(parsed.ok && [...parsed.value.values()][0]).toEqual({
      name: 'tool',
      summary: 'A tool',
      homepage: 'https://example.org',
      default: { version: '1.10', command: 'tool' },
      network: 'none',
      env: [],
      homeEnv: {},
      caches: [],
      source: 'image',
      commands: ['tool', 'tool{major}.{minor}'],
      also: [],
      aliases: { 1: '1.10' },
      versions: [
        { version: '1.10', sources: { packages: { debian: 'trixie', packages: ['tool'] } } },
        { version: '1.9', sources: { packages: { debian: 'bookworm', packages: ['tool'] } } },
      ],
      exact: [],
      smoke: { command: 'tool', args: ['--version'], prints: '^tool {version}$', on: 'stdout' },
    });
  });

  it.each([
    ['an unknown key', spoilt('network:', 'colour: red\nnetwork:'), 'colour'],
    ["a wish for the caller's own", spoilt('network:', 'share: [proxy]\nnetwork:'), 'share'],
    ['a missing key', spoilt('network: none', ''), 'network'],
    ['an unknown network', spoilt('network: none', 'network: all'), 'network'],
    ['a sentence for a summary', spoilt('A tool', 'A tool.'), 'summary'],
    ['an address that is not secure', spoilt('https:', 'http:'), 'homepage'],
    ['a default that is no version', spoilt('version: 1.10', 'version: 2'), 'default.version'],
    [
      'a default that is no command',
      spoilt('command: tool }', 'command: other }'),
      'default command',
    ],
    ['an alias that leads nowhere', spoilt('{ 1: 1.10 }', '{ 1: 1.11 }'), 'aliases.1'],
    ['an alias that is a version', spoilt('{ 1: 1.10 }', '{ 1.9: 1.10 }'), 'aliases.1.9'],
    ['a suite that is not there', spoilt('trixie', 'stretch'), 'debian'],
    ['a package that is an option', spoilt('packages: [tool]', 'packages: [--force]'), 'packages'],
    ['a command twice', spoilt("'tool{major}.{minor}'", 'tool'), 'names a command twice'],
    ['a template that stays open', spoilt('1.9:', 'latest:'), 'command tool{major}.{minor}'],
    ['a version without a source', spoilt('1.9: {', '1.8: {}\n  1.9: {'), 'has no source'],
    ['a pattern that is none', spoilt('^tool {version}$', '(tool'), 'prints'],
    [
      'a check of another command',
      spoilt('smoke: { command: tool', 'smoke: { command: other'),
      'smoke',
    ],
    [
      'a tag without a digest',
      spoilt('{ packages: { debian: bookworm, packages: [tool] } }', '{ image: docker.io/a/b:1 }'),
      'image',
    ],
    [
      'a digest without a tag',
      spoilt(
        '{ packages: { debian: bookworm, packages: [tool] } }',
        `{ image: 'docker.io/a/b@sha256:${'0'.repeat(64)}' }`,
      ),
      'image',
    ],
    [
      'a word that a source cannot know',
      spoilt('packages: [tool] }', 'packages: [tool], without: [other] }'),
      'unknown command other',
    ],
    ['a cache outside HOME', spoilt('network:', 'caches: [../x]\nnetwork:'), 'caches'],
    ['a variable that is none', spoilt('network:', 'env: [A=1]\nnetwork:'), 'env'],
  ])('refuses %s', (_, text, fault) => {
    expect(faultsOf(text).join('\n')).toContain(fault);
  });

  it('refuses sources without a choice between them', () => {
    const digest = '0'.repeat(64);
    const both = spoilt('1.9: {', `1.9: { image: 'docker.io/a/b:1@sha256:${digest}', `);
    expect(faultsOf(both)).toEqual([]);
    expect(faultsOf(both.replace('network:', 'source: dockerfile\nnetwork:')).join()).toContain(
      'source',
    );
  });

  it('refuses a folder that is not named like a toolbox', () => {
    expect(faultsOf(ENTRY, 'My Tool')).toEqual(['the folder is not named like a toolbox']);
  });
});
