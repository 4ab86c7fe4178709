import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/cli/source-excerpt.ts';
import { cellsOf } from '../../src/cli/visible-text.ts';
import type { Place } from '../../src/kernel/place.ts';

function placeOf(text: string, word: string): Place {
  const column = text.indexOf(word) + 1;
  return { file: '/p/tackle.yaml', line: 1, column, length: word.length, text };
}

function widthOf(text: string): number {
  return cellsOf(text).reduce((sum, cell) => sum + cell.width, 0);
}

describe('excerpt', () => {
  it.each([
    ['plain', 'a: bad', 'bad', 'a: bad', '   ^^^'],
    ['after a tab', '\ta: bad', 'bad', '    a: bad', '       ^^^'],
    ['after wide characters', '日本: bad', 'bad', '日本: bad', '      ^^^'],
    ['wide characters at fault', 'a: 日本', '日本', 'a: 日本', '   ^^^^'],
    ['after an emoji family', '👨‍👩‍👧: bad', 'bad', '👨‍👩‍👧: bad', '    ^^^'],
    ['after a combining mark', 'e\u0301: bad', 'bad', 'e\u0301: bad', '   ^^^'],
    ['after an escape sequence', '\x1b[2J: bad', 'bad', '\\x1b[2J: bad', '         ^^^'],
    ['a control character at fault', 'a: \x07', '\x07', 'a: \\x07', '   ^^^^'],
    ['after a byte that is no UTF-8', 'a\udce9: bad', 'bad', 'a\\xe9: bad', '       ^^^'],
    ['a direction override', 'a\u202eb: bad', 'bad', 'a\\u202eb: bad', '          ^^^'],
  ])('%s', (_name, text, word, source, underline) => {
    expect(excerpt(placeOf(text, word), 80)).toEqual({ source, underline });
  });

  it('marks the column after the end for a fault past it', () => {
    const place = { ...placeOf('a:', 'a'), column: 3, length: 1 };
    expect(excerpt(place, 80)).toEqual({ source: 'a:', underline: '  ^' });
  });

  it('cuts a long line on both sides of the fault', () => {
    const text = `${'x'.repeat(500)} bad ${'y'.repeat(500)}`;
    const { source, underline } = excerpt(placeOf(text, 'bad'), 30);
    expect(source).toMatch(/^…x+ bad y+…$/);
    expect(source.length).toBeLessThanOrEqual(30);
    expect(source.slice(underline.indexOf('^'), underline.length)).toBe('bad');
  });

  it('cuts a fault that is wider than the room', () => {
    const { source, underline } = excerpt(placeOf(`a: ${'z'.repeat(5000)}`, 'z'.repeat(5000)), 40);
    expect(source).toMatch(/^a: z+…$/);
    expect(underline.length).toBeLessThanOrEqual(source.length);
  });

  const place = fc
    .record({
      text: fc.string({ unit: 'binary', maxLength: 900 }),
      at: fc.nat(900),
      length: fc.nat(60),
    })
    .map(({ text, at, length }) => ({
      ...placeOf(text, ''),
      column: at + 1,
      length: length + 1,
      text,
    }));

  it('never shows a character that a terminal obeys, and stays within its columns', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 20, max: 200 }), (where, columns) => {
        const { source, underline } = excerpt(where, columns);
        expect(source.replaceAll('\u200d', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(widthOf(source)).toBeLessThanOrEqual(columns);
        expect(underline).toMatch(/^ *\^+$/);
        expect(underline.length).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
