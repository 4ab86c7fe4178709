import { execFileSync } from 'node:child_process';
import {
  lchownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appendLine } from '../../src/host/append-line.ts';
import { privately } from '../../src/host/privately.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { temporary } from './temporary.ts';

const at = (directory: { readonly path: string }, ...parts: readonly string[]) =>
  join(directory.path, ...parts) as AbsolutePath;

test('lines follow one another, in a file that is this user’s alone whatever the umask', () => {
  using directory = temporary();
  const before = process.umask(0o777);
  try {
    expect(appendLine(at(directory, 'log'), 'one').ok).toBe(true);
    expect(appendLine(at(directory, 'log'), 'two').ok).toBe(true);
  } finally {
    process.umask(before);
  }
  expect(readFileSync(at(directory, 'log'), 'utf8')).toBe('one\ntwo\n');
  expect(statSync(at(directory, 'log')).mode & 0o777).toBe(0o600);
});

test.each<[string, (path: string, other: string) => void, string]>([
  ['a symbolic link', (path, other) => symlinkSync(other, path), 'it is a symbolic link'],
  [
    'another name of a file',
    (path, other) => linkSync(other, path),
    'it is not a file of yours alone',
  ],
  ['a directory', (path) => mkdirSync(path), 'EISDIR: illegal operation on a directory'],
  [
    'a pipe that nobody reads',
    (path) => execFileSync('mkfifo', [path]),
    'ENXIO: no such device or address',
  ],
])('%s is left as it is', (_name, make, why) => {
  using directory = temporary();
  writeFileSync(at(directory, 'other'), 'mine');
  make(at(directory, 'log'), at(directory, 'other'));
  expect(appendLine(at(directory, 'log'), 'line')).toEqual({ ok: false, error: why });
  expect(readFileSync(at(directory, 'other'), 'utf8')).toBe('mine');
});

test('a directory that is not there is not made', () => {
  using directory = temporary();
  const told = appendLine(at(directory, 'none/log'), 'line');
  expect(told).toEqual({ ok: false, error: 'ENOENT: no such file or directory' });
});

test.runIf(process.getuid?.() === 0)('nobody else’s link on the way is followed', () => {
  using directory = temporary();
  privately(() => mkdirSync(at(directory, 'real')));
  symlinkSync('real', at(directory, 'way'));
  expect(appendLine(at(directory, 'way/log'), 'mine').ok).toBe(true);
  lchownSync(at(directory, 'way'), 65534, 65534);
  const why = `${at(directory, 'way')} is a symbolic link of somebody else’s`;
  expect(appendLine(at(directory, 'way/log'), 'line')).toEqual({ ok: false, error: why });
  expect(readFileSync(at(directory, 'real/log'), 'utf8')).toBe('mine\n');
});
