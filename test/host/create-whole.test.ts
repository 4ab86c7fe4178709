import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWhole } from '../../src/host/create-whole.ts';
import { temporary } from './temporary.ts';

it('writes a file that is not there, and leaves nothing beside it', async () => {
  using directory = temporary();
  const file = join(directory.path, 'tackle.yaml');
  await createWhole(file, 'commands: {}\n');
  expect(readFileSync(file, 'utf8')).toBe('commands: {}\n');
  expect(readdirSync(directory.path)).toEqual(['tackle.yaml']);
});

it.each([
  ['a file', (file: string) => writeFileSync(file, 'mine')],
  ['a directory', (file: string) => mkdirSync(file)],
  ['a symbolic link to nothing', (file: string) => symlinkSync('/nowhere/at/all', file)],
])('leaves %s as it is', async (_, make) => {
  using directory = temporary();
  const file = join(directory.path, 'tackle.yaml');
  make(file);
  await expect(createWhole(file, 'new')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readdirSync(directory.path)).toEqual(['tackle.yaml']);
});

it('of several at once, one writes', async () => {
  using directory = temporary();
  const file = join(directory.path, 'tackle.yaml');
  const texts = ['a', 'b', 'c', 'd'];
  const all = await Promise.allSettled(texts.map((text) => createWhole(file, text)));
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(texts).toContain(readFileSync(file, 'utf8'));
});
