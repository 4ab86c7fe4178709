import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isFirstTime } from '../../src/host/first-time.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { temporary } from './temporary.ts';

it('is so once for each project', () => {
  using directory = temporary();
  const env = { XDG_DATA_HOME: directory.path };
  const said = (root: string) => isFirstTime('init', root as AbsolutePath, env);
  expect([said('/a'), said('/a'), said('/b'), said('/a')]).toEqual([true, false, true, false]);
});

it('is not so where nobody can write it down: it would be said again and again', () => {
  using directory = temporary();
  mkdirSync(join(directory.path, 'tackle'));
  writeFileSync(join(directory.path, 'tackle/told'), '');
  expect(isFirstTime('init', '/a' as AbsolutePath, { XDG_DATA_HOME: directory.path })).toBe(false);
});
