import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../src/catalog/version-order.ts';

describe('newestFirst', () => {
  it('goes by value, a line before its releases, names last', () => {
    const versions = ['full', '3.9', '10', '3.10', '10.24.1', 'extra', '3.14', '3.14.6', '2.7'];
    expect(versions.sort(newestFirst)).toEqual([
      '10',
      '10.24.1',
      '3.14',
      '3.14.6',
      '3.10',
      '3.9',
      '2.7',
      'extra',
      'full',
    ]);
  });

  it('is an order: what it says of two, it says the other way round of them swapped', () => {
    const version = fc.oneof(
      fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.')),
      fc.constantFrom('full', 'lts', 'otp-28'),
    );
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(newestFirst(a, b))).toBe(-Math.sign(newestFirst(b, a)) + 0);
      }),
    );
  });
});
