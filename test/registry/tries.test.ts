import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restAfter, retryAfter, TRIES } from '../../src/images/registry/tries.ts';

describe('the rest between two tries', () => {
  it('doubles, and half of it is chance', () => {
    expect([1, 2, 3].map((tried) => restAfter(tried, undefined, 0))).toEqual([500, 1000, 2000]);
    expect([1, 2, 3].map((tried) => restAfter(tried, undefined, 0.5))).toEqual([750, 1500, 3000]);
  });

  it('is never shorter than what a server asks for, and there is an end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (tried, asked, random) => {
          const rest = restAfter(tried, asked, random);
          if (tried >= TRIES) expect(rest).toBeUndefined();
          else expect(rest).toBeGreaterThanOrEqual(asked ?? 500);
        },
      ),
    );
  });

  it('is not taken when a server asks for more than a minute', () => {
    expect(restAfter(1, 60_001, 0)).toBeUndefined();
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 22, 6, 0, 0);

  it.each([
    [null, undefined],
    ['', undefined],
    ['soon', undefined],
    ['0', 0],
    ['7', 7000],
    ['Sun, 22 Nov 2026 06:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 05:00:30 GMT', 0],
    ['-1', undefined],
  ])('%j', (header, milliseconds) => {
    expect(retryAfter(header, now)).toBe(milliseconds);
  });
});
