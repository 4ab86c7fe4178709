import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logFiles, removeLog, writeLog } from '../../src/host/log-files.ts';
import { readEnd } from '../../src/host/read-end.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { temporary } from './temporary.ts';

test('a log takes the place of the one before it, and is this user’s alone', () => {
  using here = temporary();
  const env = { XDG_CACHE_HOME: here.path };
  expect(logFiles(env)).toEqual([]);
  writeLog('build a', 'one\n', env);
  writeLog('build a', 'two\n', env);
  const [file, ...more] = logFiles(env);
  expect([file?.text, file?.bytes, more]).toEqual(['two\n', 4, []]);
  expect(statSync(file!.path).mode & 0o777).toBe(0o600);
  removeLog(file!);
  removeLog(file!);
  expect(logFiles(env)).toEqual([]);
});

test('of very many the oldest are cleared away', () => {
  using here = temporary();
  const env = { XDG_CACHE_HOME: here.path };
  writeLog('oldest', 'oldest', env);
  const [oldest] = logFiles(env);
  utimesSync(oldest!.path, 1, 1);
  for (let at = 0; at < 100; at++) writeLog(`log ${at}`, 'text', env);
  expect(readdirSync(join(here.path, 'tackle/logs'))).toHaveLength(100);
  expect(logFiles(env).map(({ text }) => text)).not.toContain('oldest');
});

test('the end of a file is read, and nothing of what is none', () => {
  using here = temporary();
  const file = join(here.path, 'log') as AbsolutePath;
  writeFileSync(file, 'one\ntwo\n');
  expect(readEnd(file, 100)).toBe('one\ntwo\n');
  expect(readEnd(file, 4)).toBe('two\n');
  expect(readEnd(here.path, 4)).toBe('');
  expect(readEnd(join(here.path, 'none') as AbsolutePath, 4)).toBe('');
});
