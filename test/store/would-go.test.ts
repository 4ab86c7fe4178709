import { expect, test } from 'vitest';
import { holdImage } from '../../src/images/store/hold-image.ts';
import { listStore } from '../../src/images/store/list-store.ts';
import { wouldGo } from '../../src/images/store/would-go.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import { temporary } from '../host/temporary.ts';
import { add, digestOfBytes, rootOf, storeAt, valueOf } from './a-store.ts';
import { file, tar } from './tar-bytes.ts';

const [BASE, FIRST, SECOND, ALONE] = ['base', 'first', 'second', 'alone'].map((name) =>
  tar(file(name, name)),
) as [Buffer, Buffer, Buffer, Buffer];
const idOf = (layers: readonly Buffer[]) => {
  return digestOfBytes(Buffer.from(layers.map(digestOfBytes).join()));
};

/** Two images with a layer in common, and a layer that no image has. */
async function fill(path: string): Promise<void> {
  await using store = storeAt(path);
  valueOf(await rootOf(store, [BASE, FIRST]));
  valueOf(await rootOf(store, [BASE, SECOND]));
  valueOf(await add(store, ALONE));
}

const sorted = ({ images, layers }: Record<'images' | 'layers', readonly Digest[]>) => {
  return { images: images.toSorted(), layers: layers.toSorted() };
};

test.each([
  ['nothing is kept', []],
  ['one image is kept', [idOf([BASE, FIRST])]],
  ['both are kept', [idOf([BASE, FIRST]), idOf([BASE, SECOND])]],
])('what is said to go is what goes: %s', async (_, keep) => {
  using here = temporary();
  await fill(here.path);
  const said = wouldGo(here.path, valueOf(listStore(here.path)), keep);
  await using store = storeAt(here.path);
  expect(sorted(said)).toEqual(sorted(valueOf(await store.prune(keep))));
  expect(said.layers).toContain(digestOfBytes(ALONE));
});

test('what a tool runs in is not said to go, nor the layers of it', async () => {
  using here = temporary();
  await fill(here.path);
  await using held = await holdImage(here.path, idOf([BASE, FIRST]));
  const said = wouldGo(here.path, valueOf(listStore(here.path)), []);
  expect(held).toBeDefined();
  expect(said.images).toEqual([idOf([BASE, SECOND])]);
  expect(said.layers.toSorted()).toEqual([SECOND, ALONE].map(digestOfBytes).toSorted());
});

test('of a store that nobody has made yet nothing goes', () => {
  using here = temporary();
  const path = `${here.path}/none`;
  expect(wouldGo(path, valueOf(listStore(path)), [])).toEqual({ images: [], layers: [] });
});
