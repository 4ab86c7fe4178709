import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config/load.ts';
import * as patterns from '../../src/config/patterns.ts';
import { placesIn } from '../../src/kernel/text-places.ts';
import { commandNameOf, toolboxNameOf } from '../../src/kernel/brand.ts';
import type { Place } from '../../src/kernel/place.ts';
import { documents, validDocuments } from './arbitrary-config.ts';
import { projectText } from './project-text.ts';

/** The place is a run of characters of the text, if the text has any visible ones at all. */
function expectWithin(text: string, place: Place | undefined): void {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  expect(place).toBeDefined();
  const { line, column, length, text: shown } = place!;
  expect(shown).toBe(lines[line - 1]);
  expect(column).toBeGreaterThanOrEqual(1);
  expect(length).toBeGreaterThanOrEqual(1);
  expect(column - 1 + length).toBeLessThanOrEqual(Math.max(1, shown.length));
}

/** Whatever is in a loaded config but for where it was written. */
function valuesOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(valuesOf);
  if (value instanceof Map) return [...value].map(valuesOf);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'place');
  return entries.map(([key, item]) => [key, valuesOf(item)]);
}

test('a valid config loads to equal values from YAML, from JSON and from a package.json', () => {
  fc.assert(
    fc.property(validDocuments, fc.boolean(), (document, flow) => {
      const texts = [
        projectText(stringify(document, { lineWidth: flow ? 40 : 0 })),
        projectText(JSON.stringify(document, undefined, flow ? 2 : '\t')),
        projectText(JSON.stringify({ name: 'x', tackle: document }), { key: 'tackle' }),
      ];
      const loaded = texts.map((text) => loadConfig([text], {}));
      expect(loaded.map((result) => (result.ok ? [] : result.error))).toEqual([[], [], []]);
      const [yaml, ...rest] = loaded.map((result) => valuesOf(result.ok && result.value));
      for (const other of rest) expect(other).toEqual(yaml);
    }),
  );
});

test('nearly valid configs load, or fail at places within their text', () => {
  fc.assert(
    fc.property(documents, fc.boolean(), (document, asYaml) => {
      const text = asYaml ? stringify(document) : JSON.stringify(document, undefined, 1);
      const loaded = loadConfig([projectText(text)], {});
      for (const { place } of loaded.ok ? [] : loaded.error) expectWithin(text, place);
    }),
  );
});

/** Texts made of what matters to YAML, and of anything. */
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        ...['commands', 'toolboxes', 'image', 'a', '1', 'null', '<<', '\u{1f600}', '\ud800', '\0'],
        ...[': ', ':', '- ', '? ', '\n', '\r\n', '\r', ' ', '  ', '\t', ',', '[', ']', '{', '}'],
        ...['"', "'", '|', '>', '&x ', '*x', '!t ', '%YAML 1.1\n', '---\n', '...\n', '#', '@', '`'],
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
);

test('whatever a text says, loading it does not throw, and faults lie within it', () => {
  fc.assert(
    fc.property(texts, fc.boolean(), (text, inPackage) => {
      const loaded = loadConfig([projectText(text, inPackage ? { key: 'tackle' } : {})], {});
      for (const { place } of loaded.ok ? [] : loaded.error) expectWithin(text, place);
    }),
    { numRuns: 3000 },
  );
});

test('whatever the environment says, loading it does not throw', () => {
  const name = fc.oneof(
    fc.constantFrom(
      ...['TACKLE_ENGINE', 'TACKLE_SOURCE', 'TACKLE_FROZEN', 'TACKLE_ENGINES'],
      ...['TACKLE_', '__proto__'],
    ),
    fc.string().map((rest) => `TACKLE_${rest}`),
  );
  fc.assert(
    fc.property(fc.dictionary(name, fc.string({ unit: 'binary' })), (env) => {
      const loaded = loadConfig([], env);
      for (const { place } of loaded.ok ? [] : loaded.error) {
        expectWithin(env[place?.file ?? ''] ?? '', place);
      }
    }),
  );
});

test('any run of offsets is a place within the text', () => {
  fc.assert(
    fc.property(texts, fc.nat(60), fc.nat(60), (text, start, length) => {
      expectWithin(text, placesIn('f', text)(start, start + length));
    }),
  );
});

test('names are spelled here as the kernel spells them', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-zA-Z0-9_.+-]{0,4}$/)), (name) => {
      // No command of a config, since it is no name of a map in JavaScript; fast-check tries it for the same reason.
      fc.pre(name !== '__proto__');
      expect(patterns.COMMAND_NAME.test(name)).toBe(commandNameOf(name) !== undefined);
      expect(patterns.TOOLBOX_NAME.test(name)).toBe(toolboxNameOf(name) !== undefined);
    }),
  );
  expect(patterns.COMMAND_NAME.test('__proto__')).toBe(false);
});
