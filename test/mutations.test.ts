import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { FLAGS } from '../scripts/build/compilers.mjs';
import { MUTATIONS } from '../scripts/mutations/list.mjs';

const root = join(import.meta.dirname, '..');

test.each(MUTATIONS)('what is to be broken is there: $name', ({ file, find, replace }) => {
  const text = readFileSync(join(root, file), 'utf8');
  expect(text.split(find).length - 1).toBe(1);
  expect(replace).not.toBe(find);
});

const OF_C = MUTATIONS.filter(({ file }) => file.endsWith('.c'));

// The build takes no warnings.
test.each(OF_C)('what is broken compiles: $name', ({ file, find, replace }) => {
  const input = readFileSync(join(root, file), 'utf8').replace(find, () => replace);
  const args = ['-fsyntax-only', ...FLAGS, '-x', 'c', '-'];
  const cwd = join(root, dirname(file));
  const { stderr } = spawnSync('cc', args, { cwd, input, encoding: 'utf8' });
  expect(stderr).toBe('');
});
