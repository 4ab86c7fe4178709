import { Ajv } from 'ajv';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { documents } from './arbitrary-config.ts';
import { projectText } from './project-text.ts';

interface SchemaScript {
  readonly makeSchema: (root: string) => Promise<object>;
}

const root = new URL('../../', import.meta.url).pathname;
const committed = JSON.parse(readFileSync(`${root}schema/tackle.schema.json`, 'utf8')) as object;
const byJsonSchema = new Ajv({ strict: false, allErrors: true }).compile(committed);

/** What the validator says of a document. */
function codes(document: unknown): readonly string[] {
  const loaded = loadConfig([projectText(JSON.stringify(document))], {});
  return loaded.ok ? [] : loaded.error.map(({ code }) => code);
}

/** The whole list of what no JSON Schema can say: for these the validator refuses more. */
const BEYOND: readonly (readonly [what: string, code: string, document: unknown])[] = [
  ['a path that climbs out', 'config/path-outside', dockerfile('a/../../b')],
  ['a context that climbs out', 'config/path-outside', dockerfile('a', '..')],
  ['a command named twice', 'config/written-twice', toolbox({ commands: ['a', 'b', 'a'] })],
  ['a package named twice', 'config/written-twice', packages({ packages: ['xy', 'xy=1'] })],
  ['an npm package named twice', 'config/written-twice', packages({ npm: ['a@1.0.0', 'a@2.0.0'] })],
  ['registries in a project', 'config/user-only', { registries: { 'docker.io': 'a.org' } }],
  ['less memory than 6m', 'config/bad-value', { limits: { memory: '5m' } }],
];

test.each(BEYOND)('JSON Schema cannot refuse %s, the validator does', (_, code, document) => {
  expect(byJsonSchema(document)).toBe(true);
  expect(codes(document)).toEqual([code]);
});

test('a key twice is lost before a JSON Schema sees it, the validator refuses it', () => {
  const text = '{"engine": "docker", "engine": "docker"}';
  expect(byJsonSchema(JSON.parse(text))).toBe(true);
  const loaded = loadConfig([projectText(text)], {});
  expect(loaded.ok ? [] : loaded.error).toMatchObject([{ code: 'config/duplicate-key' }]);
});

test('nothing at all is no object to a JSON Schema, and an empty config to the validator', () => {
  expect(byJsonSchema(null)).toBe(false);
  expect(codes(null)).toEqual([]);
});

test('the committed schema is what the build makes', async () => {
  const script = new URL('../../scripts/build/schema.mjs', import.meta.url).href;
  const { makeSchema } = (await import(script)) as SchemaScript;
  expect(await makeSchema(root)).toEqual(committed);
});

describe('the JSON Schema and the validator agree', () => {
  const agree = (document: unknown) => {
    expect(codes(document).length === 0, JSON.stringify(document)).toBe(byJsonSchema(document));
  };

  test('on documents made of right and nearly right pieces', { timeout: 60_000 }, () => {
    let accepted = 0;
    fc.assert(
      fc.property(documents, (document) => {
        accepted += byJsonSchema(document) ? 1 : 0;
        agree(document);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(50);
    expect(accepted).toBeLessThan(1950);
  });

  test('on arbitrary JSON objects', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), agree));
  });

  test.each(HAND_MADE().map((document) => [JSON.stringify(document), document]))(
    'on %s',
    (_, document) => {
      agree(document);
    },
  );
});

function HAND_MADE(): readonly unknown[] {
  const words = [
    '',
    'a',
    'A',
    '-a',
    '.a',
    'a b',
    'a/b',
    'a@1',
    'a@',
    '@a',
    'a@@',
    'a\n',
    'a\0',
    'é',
  ];
  const others = [null, 0, 1, 1.5, -1, true, [], {}, [1], { a: 1 }, [''], ['a', null]];
  const all: readonly unknown[] = [...words, ...others];
  return [
    ...all.flatMap((value) => [
      { commands: { a: value } },
      { commands: { a: { toolbox: value } } },
      { commands: { a: { toolbox: 'b', args: value, command: value, source: value } } },
      { engine: value },
      { env: value },
      { env: [value] },
      { share: value },
      { share: [value] },
      { commands: { a: { toolbox: 'b', share: [value] } } },
      { limits: value },
      { limits: { pids: value } },
      { limits: { cpus: value } },
      { limits: { memory: value } },
      { toolboxes: { a: value } },
      { $schema: value },
      toolbox({ image: value }),
      toolbox({ commands: value }),
      toolbox({ commands: { a: value } }),
      toolbox({ network: value }),
      toolbox({ summary: value }),
      packages({ debian: value }),
      packages({ packages: [value] }),
      packages({ npm: [value] }),
      dockerfile(value),
      { toolboxes: { a: { dockerfile: 'D', commands: ['a'], args: value, target: value } } },
    ]),
    ...words.flatMap((word) => [
      { [word]: {} },
      { commands: { [word]: 'a' } },
      { toolboxes: { [word]: { image: 'a', commands: ['a'] } } },
      toolbox({ commands: { [word]: 'a' } }),
    ]),
    ...['__proto__', 'constructor', 'prototype', 'toString'].flatMap((name) => [
      JSON.parse(`{"${name}": {}}`) as unknown,
      JSON.parse(`{"commands": {"${name}": "a"}}`) as unknown,
      JSON.parse(`{"commands": {"a": {"toolbox": "a", "${name}": "a"}}}`) as unknown,
      JSON.parse(`{"toolboxes": {"${name}": {"image": "a", "commands": ["a"]}}}`) as unknown,
      JSON.parse(`{"toolboxes": {"a": {"${name}": "a", "commands": ["a"]}}}`) as unknown,
    ]),
    { share: ['proxy', 'ssh-agent', 'proxy'] },
    toolbox({ share: ['ca-certificates'] }),
    toolbox({ debian: 'sid' }),
    toolbox({ dockerfile: 'D' }),
    toolbox({ packages: [] }),
    packages({ npm: ['@a/b@1.0.0', 'a@1.0', 'a@01.0.0', 'a-{arch}@1.0.0-rc.1+x', 'a@^1.0.0'] }),
    packages({ packages: ['a', 'g++', 'x=1:2~3-4'] }),
    { limits: { memory: '999999999m', pids: 4_194_305, cpus: 1024.5 } },
    { limits: { memory: '9999999g' } },
    { limits: { memory: '2G', pids: 4_194_304, cpus: 0.01 } },
  ];
}

function toolbox(more: object): unknown {
  return { toolboxes: { a: { image: 'x', commands: ['a'], ...more } } };
}

function packages(more: object): unknown {
  return { toolboxes: { a: { debian: 'sid', commands: ['a'], ...more } } };
}

function dockerfile(path: unknown, context: unknown = '.'): unknown {
  return { toolboxes: { a: { dockerfile: path, context, commands: ['a'] } } };
}
