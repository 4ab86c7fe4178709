import { expect, test } from 'vitest';
import { compared, median, quantile } from '../../scripts/bench/statistics.mjs';

test.each([
  [0, 10],
  [0.1, 14],
  [0.5, 30],
  [0.9, 46],
  [1, 50],
])('the quantile %d of five values, in whatever order', (share, value) => {
  expect(quantile([30, 10, 50, 20, 40], share)).toBeCloseTo(value);
});

test('the median of an even number of values lies between two', () => {
  expect(median([4, 1, 3, 100])).toBe(3.5);
  expect(median([7])).toBe(7);
});

test('a launch beside another: what it took more goes round by round', () => {
  // The second round was slow for both, and does not count as a difference.
  expect(compared([7, 47, 8], [1, 40, 4])).toEqual({
    median: 8,
    p10: 7.2,
    p90: 39.2,
    ratio: 2,
    more: 6,
  });
});

test('without values, or with rounds that only one of both has, there is nothing to say', () => {
  expect(() => median([])).toThrow('no value');
  expect(() => compared([1, 2], [1])).toThrow('not of the same rounds');
});
