import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, utimesSync, chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pathForNode } from '../../src/host/path-for-node.ts';
import { temporary } from '../host/temporary.ts';
import { rootOf, snapshot, storeAt, valueOf } from './a-store.ts';

/** With an umlaut, white space, a byte that is no UTF-8, and one that is too long for a plain header. */
const NAME = fc.constantFrom('a', 'b', 'ä ö', 'c\udcffd', 'n'.repeat(120), '-x', '.wi', '日本');
const PATH = fc.array(NAME, { minLength: 1, maxLength: 4 });
const TIME = fc.integer({ min: 0, max: 2_000_000_000 });
const MODE = fc.integer({ min: 0, max: 0o777 });

const ITEM = fc.oneof(
  fc.record({ kind: fc.constant('file'), path: PATH, mode: MODE, mtime: TIME, size: fc.nat(3000) }),
  fc.record({
    kind: fc.constant('directory'),
    path: PATH,
    mode: MODE,
    mtime: TIME,
    size: fc.nat(1),
  }),
  fc.record({
    kind: fc.constant('symlink'),
    path: PATH,
    mode: MODE,
    mtime: TIME,
    size: fc.nat(200),
  }),
  fc.record({ kind: fc.constant('link'), path: PATH, mode: MODE, mtime: TIME, size: fc.nat(200) }),
);

type Item = typeof ITEM extends fc.Arbitrary<infer T> ? T : never;

/** Makes what can be made: what is in the way of another stays. The owner may do what the store gives the owner. */
function make(root: string, items: readonly Item[]): void {
  const files: (string | Buffer)[] = [];
  const directories: Item[] = [];
  for (const item of items) {
    const path = pathForNode(`${root}/${item.path.join('/')}`);
    try {
      mkdirSync(pathForNode(dirname(`${root}/${item.path.join('/')}`)), { recursive: true });
      makeOne(item, path, files);
      if (item.kind === 'directory') directories.push(item);
    } catch (error) {
      if (
        !['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOENT', 'ELOOP'].includes(
          (error as NodeJS.ErrnoException).code ?? '',
        )
      )
        throw error;
    }
  }
  for (const { path, mode, mtime } of directories.reverse()) {
    const at = pathForNode(`${root}/${path.join('/')}`);
    chmodSync(at, mode | 0o700);
    utimesSync(at, mtime, mtime);
  }
}

function makeOne(item: Item, path: string | Buffer, files: (string | Buffer)[]): void {
  switch (item.kind) {
    case 'directory':
      mkdirSync(path);
      return;
    case 'symlink':
      symlinkSync(item.size % 2 === 0 ? 'a' : `../nowhere/${'t'.repeat(item.size)}`, path);
      return;
    case 'link':
      if (files[0] !== undefined) linkSync(files[0], path);
      return;
    case 'file':
      writeFileSync(path, 'x'.repeat(item.size), { flag: 'wx' });
      files.push(path);
  }
  chmodSync(path, item.mode | 0o400);
  utimesSync(path, item.mtime, item.mtime);
}

it.each(['gnu', 'pax'])(
  'a tree is unpacked as GNU tar does it: %s',
  { timeout: 120_000 },
  async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(ITEM, { maxLength: 25 }), fc.boolean(), async (items, zipped) => {
        using here = temporary();
        const [from, to] = [join(here.path, 'from'), join(here.path, 'to')];
        for (const directory of [from, to]) mkdirSync(directory);
        make(from, items);
        const options = [`--format=${format}`, '--directory', from, '--create', '--file=-', '.'];
        const archive = execFileSync('tar', options, { maxBuffer: 2 ** 28 });
        execFileSync(
          'tar',
          ['--extract', '--warning=no-timestamp', '--preserve-permissions', '--directory', to],
          {
            input: archive,
          },
        );
        await using store = storeAt(join(here.path, 'store'));
        const root = valueOf(await rootOf(store, [zipped ? gzipSync(archive) : archive]));
        expect(snapshot(root)).toEqual(snapshot(to));
        expect(await store.check()).toEqual([]);
      }),
      { numRuns: 15 },
    );
  },
);

it('a sparse file is unpacked with its holes', async () => {
  using here = temporary();
  const from = join(here.path, 'from');
  mkdirSync(from);
  execFileSync('truncate', ['--size=5M', join(from, 'holes')]);
  for (const [at, text] of [
    [1_000_000, 'one'],
    [3_000_000, 'two'],
  ] as const) {
    execFileSync('dd', ['of=holes', 'bs=1', `seek=${at}`, 'conv=notrunc', 'status=none'], {
      cwd: from,
      input: text,
    });
  }
  const options = ['--format=pax', '--sparse', '--directory', from, '--create', '--file=-', '.'];
  const archive = execFileSync('tar', options);
  expect(archive.length).toBeLessThan(100_000);
  await using store = storeAt(join(here.path, 'store'));
  const root = valueOf(await rootOf(store, [archive]));
  expect(snapshot(root)).toEqual(snapshot(from));
  expect(await store.check({ deep: true })).toEqual([]);
});
