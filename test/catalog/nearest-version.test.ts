import { expect, test } from 'vitest';
import { nearestVersion } from '../../src/catalog/nearest-version.ts';

const NODE = ['24', '22', '10.24.1', '10.18.1', '10.16.3', 'lts', 'stable'];
const PYTHON = ['3.14', '3.11', '3.9', '3.6', '2.7'];

test.each([
  ['10.16', NODE, '10.16.3'],
  ['10.17', NODE, '10.18.1'],
  ['11', NODE, '10.24.1'],
  ['99.1.2', NODE, '24'],
  ['23', NODE, '24'],
  ['lst', NODE, 'lts'],
  ['frobnicate', NODE, undefined],
  ['3.5', PYTHON, '3.6'],
  ['3.99', PYTHON, '3.14'],
  ['3.11.99', PYTHON, '3.11'],
  ['2', PYTHON, '2.7'],
  ['4', PYTHON, '3.14'],
  ['1', [], undefined],
])('the version nearest to %s', (asked, known, nearest) => {
  expect(nearestVersion(asked, known)).toBe(nearest);
});
