import { execFileSync } from 'node:child_process';
import { readdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { holdImage } from '../../src/images/store/hold-image.ts';
import { temporary } from '../host/temporary.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { rootOf, storeAt, valueOf } from './a-store.ts';
import { file, tar } from './tar-bytes.ts';

const mount = (...args: readonly string[]) => execFileSync('mount', args, { stdio: 'pipe' });

test.runIf(process.getuid?.() === 0)(
  'an image is there on a disk that is full, or for reading alone',
  async ({ skip }) => {
    using here = temporary();
    try {
      mount('-t', 'tmpfs', '-o', 'size=1m,nr_inodes=40', 'tmpfs', here.path);
    } catch {
      skip('root may mount nothing here');
    }
    try {
      const directory = join(here.path, 'images') as AbsolutePath;
      const store = storeAt(directory);
      const root = valueOf(await rootOf(store, [tar(file('a', 'b'))]));
      const [id] = store.images();
      await store[Symbol.asyncDispose]();
      const { files, ffree } = statfsSync(here.path);
      for (const state of ['ro', `nr_inodes=${files - ffree}`]) {
        mount('-o', `remount,${state}`, here.path);
        await using held = await holdImage(directory, id!);
        expect(held?.root).toBe(root);
        mount('-o', 'remount,rw,nr_inodes=40', here.path);
      }
      expect(readdirSync(join(directory, 'tmp'))).toEqual([]);
    } finally {
      execFileSync('umount', [here.path]);
    }
  },
);
