import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MUTATIONS } from '../scripts/mutations/list.mjs';

const root = join(import.meta.dirname, '..');

test.each(MUTATIONS)('what is to be broken is there: $name', ({ file, find, replace }) => {
  const text = readFileSync(join(root, file), 'utf8');
  expect(text.split(find).length - 1).toBe(1);
  expect(replace).not.toBe(find);
});
