import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBytes, encodeBytes, isUtf8, spellStray } from '../../src/kernel/byte-text.ts';

/** Any bytes; often text that was damaged, which has valid and invalid sequences side by side. */
const BYTES = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .tuple(fc.string({ unit: 'binary', maxLength: 20 }), fc.nat(), fc.uint8Array({ maxLength: 3 }))
    .map(([text, at, damage]) => {
      const bytes = Buffer.from(text);
      const cut = bytes.length === 0 ? 0 : at % bytes.length;
      return Buffer.concat([bytes.subarray(0, cut), damage, bytes.subarray(cut + 1)]);
    }),
);

const RUNS = { numRuns: 5000 };

describe('a string of bytes', () => {
  it('holds every byte', () => {
    fc.assert(
      fc.property(BYTES, (bytes) => {
        expect(encodeBytes(decodeBytes(Buffer.from(bytes)))).toEqual(Buffer.from(bytes));
      }),
      RUNS,
    );
  });

  it('is the text itself where the bytes are UTF-8, and says so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = Buffer.from(text);
        expect([decodeBytes(bytes), encodeBytes(text), isUtf8(text)]).toEqual([text, bytes, true]);
      }),
      RUNS,
    );
  });

  it('is UTF-8 exactly when a strict decoder takes it', () => {
    const strict = new TextDecoder('utf-8', { fatal: true });
    const takes = (bytes: Uint8Array): boolean => {
      try {
        strict.decode(bytes);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(BYTES, (bytes) => {
        expect(isUtf8(decodeBytes(Buffer.from(bytes)))).toBe(takes(bytes));
      }),
      RUNS,
    );
  });

  it.each([
    ['a byte of latin1', '636166e9', 'caf\udce9'],
    ['a sequence that ends too soon', 'e282', '\udce2\udc82'],
    ['an overlong NUL', 'c080', '\udcc0\udc80'],
    ['half of a surrogate pair', 'eda080', '\udced\udca0\udc80'],
    ['a character beyond the last', 'f4908080', '\udcf4\udc90\udc80\udc80'],
    ['a mark of byte order', 'efbbbf', '\ufeff'],
    ['a replacement character', 'efbfbd', '\ufffd'],
    ['a pair whose second half looks like a byte', 'f09f9280ff', '\u{1f480}\udcff'],
  ])('%s', (_title, hex, text) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(decodeBytes(bytes)).toBe(text);
    expect(encodeBytes(text)).toEqual(bytes);
  });

  it('can be spelled in runs', () => {
    const spelled = spellStray('a\udce9\udcffé', {
      text: (run) => `<${run}>`,
      bytes: (run) => run.toString('hex'),
    });
    expect(spelled).toBe('<a>e9ff<é>');
  });
});
