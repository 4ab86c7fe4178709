import { expect, it } from 'vitest';
import { coversAll } from '../../src/host/affinity.ts';

it.each([
  ['0', '0', true],
  ['0-3', '0-3', true],
  ['0-127', '0-1', true],
  ['0-1,4-7', '0,5-6', true],
  ['1', '0-1', false],
  ['0-2,4-7', '0-7', false],
  ['1,3', '0-3', false],
])('the processors %s cover all of %s: %j', (allowed, running, expected) => {
  expect(coversAll(allowed, running)).toBe(expected);
});
