import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  leadsDirectory,
  readShimFiles,
  removeLeads,
  removeShim,
  writeShim,
} from '../../src/host/shims-on-disk.ts';
import type { ShimFile } from '../../src/shims/shim-mark.ts';
import { temporary } from './temporary.ts';

const text = (words: string): ShimFile => ({ kind: 'text', text: words });

test('a shim is written whole, whatever a process that was killed has left', () => {
  using directory = temporary();
  const shims = join(directory.path, 'a/b');
  mkdirSync(shims, { recursive: true });
  writeFileSync(join(shims, `.cat.${process.pid}`), 'half');
  writeShim(shims, 'cat', text('one\n'));
  writeShim(shims, 'cat', text('two\n'));
  expect(readFileSync(join(shims, 'cat'), 'utf8')).toBe('two\n');
  expect(statSync(join(shims, 'cat')).mode & 0o777).toBe(0o755);
  expect(readdirSync(shims).sort()).toEqual([`.cat.${process.pid}`, 'cat']);
});

test('one that is gone already is removed', () => {
  using directory = temporary();
  writeShim(directory.path, 'cat', text('one\n'));
  removeShim(directory.path, 'cat');
  removeShim(directory.path, 'cat');
  expect(readdirSync(directory.path)).toEqual([]);
});

test('a link takes the place of a program, and what links go by goes without them', () => {
  using directory = temporary();
  const leads = leadsDirectory(directory.path);
  const link: ShimFile = { kind: 'link', target: '.tackle/launch' };
  writeShim(directory.path, 'cat', text('one\n'));
  writeShim(directory.path, 'cat', link);
  writeShim(leads, 'launch', { kind: 'link', target: '/opt/launch' });
  writeFileSync(join(leads, 'strange'), '');
  expect(readShimFiles(directory.path).get('cat')).toEqual(link);
  removeLeads(directory.path);
  expect(readdirSync(leads)).toEqual(['strange']);
});
