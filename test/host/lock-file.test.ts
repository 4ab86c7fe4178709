import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lockFileOf, readLockFile, writeLockFile } from '../../src/host/lock-file.ts';
import { temporary } from './temporary.ts';

test('a lock file that is written anew keeps its mode, whatever the umask', async () => {
  using here = temporary();
  const file = lockFileOf(here.path);
  expect(await readLockFile(file)).toBeUndefined();
  writeFileSync(file, 'before\n');
  chmodSync(file, 0o666);
  await writeLockFile(file, 'after\n');
  expect(statSync(file).mode & 0o777).toBe(0o666);
  expect(await readLockFile(file)).toBe('after\n');
  expect(readdirSync(here.path)).toEqual(['tackle.lock']);
});
