import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSmallFile } from '../../src/host/small-file.ts';
import { temporary } from './temporary.ts';

test('a file is read, and what has no end or would be waited for is not', async () => {
  using here = temporary();
  const at = (name: string) => join(here.path, name);
  writeFileSync(at('file'), 'words');
  expect((await readSmallFile(at('file'), 5)).toString()).toBe('words');
  await expect(readSmallFile(at('file'), 4)).rejects.toThrow('it has 5 bytes');
  symlinkSync('/dev/zero', at('zeros'));
  await expect(readSmallFile(at('zeros'), 4)).rejects.toThrow('it is no file');
  execFileSync('mkfifo', [at('pipe')]);
  await expect(readSmallFile(at('pipe'), 4)).rejects.toThrow('it is no file');
  mkdirSync(at('directory'));
  await expect(readSmallFile(at('directory'), 9999)).rejects.toMatchObject({ code: 'EISDIR' });
  await expect(readSmallFile(at('missing'), 4)).rejects.toMatchObject({ code: 'ENOENT' });
});
