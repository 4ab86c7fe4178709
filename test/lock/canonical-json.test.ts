import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../../src/lock/canonical-json.ts';
import { canonicalJson } from '../../src/lock/canonical-json.ts';

/** The value again, with the names of every object put in the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== 'object') return value;
  const reversed = Object.entries(value).reverse();
  return Object.fromEntries(reversed.map(([name, of]) => [name, turned(of)]));
}

it('prints one text for one value, whatever the order of names', () => {
  expect(canonicalJson({ b: [1, 'x'], a: { d: null, c: true } })).toBe(
    '{"a":{"c":true,"d":null},"b":[1,"x"]}',
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(turned(value) as Json)).toBe(canonicalJson(value as Json));
    }),
  );
});

it('is JSON that says the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
