import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeWhole } from '../../src/host/write-whole.ts';
import { temporary } from './temporary.ts';

test('of a file that cannot be put in its place, no draft is left', async () => {
  using here = temporary();
  mkdirSync(join(here.path, 'taken'));
  await expect(writeWhole(join(here.path, 'taken'), 'text\n', {})).rejects.toThrow('EISDIR');
  expect(readdirSync(here.path)).toEqual(['taken']);
});
