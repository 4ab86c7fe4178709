import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { holdImage } from '../../src/images/store/hold-image.ts';
import type { Store } from '../../src/images/store/store.ts';
import type { AbsolutePath, Digest } from '../../src/kernel/brand.ts';
import { temporary } from '../host/temporary.ts';
import { add, digestOfBytes, QUIETLY, storeAt, valueOf } from './a-store.ts';
import { file, tar } from './tar-bytes.ts';

const NAME = `sha256:${'a'.repeat(64)}` as Digest;

async function addNamed(store: Store, content: string): Promise<string> {
  const layer = tar(file('word', content));
  valueOf(await add(store, layer));
  const image = { id: NAME, config: {}, layers: [digestOfBytes(layer)] };
  return valueOf(await store.addImage(image, QUIETLY)).root;
}

test('an image that is used keeps its files when another takes its name, until nobody uses it', async () => {
  using here = temporary();
  const directory = join(here.path, 'images') as AbsolutePath;
  await using store = storeAt(directory);
  await addNamed(store, 'old');
  const held = await holdImage(directory, NAME);

  valueOf(await store.setAside(NAME));
  expect(store.image(NAME)).toBeUndefined();
  const [aside] = store.images();
  expect(await addNamed(store, 'new')).toBe(held?.root);
  expect(readFileSync(`${held?.root}/word`, 'utf8')).toBe('new');
  expect(readFileSync(`${store.image(aside!)?.root}/word`, 'utf8')).toBe('old');
  expect(await store.check()).toEqual([]);

  await using other = storeAt(directory);
  await store[Symbol.asyncDispose]();
  expect(valueOf(await other.prune([NAME])).images).toEqual([]);
  await held?.[Symbol.asyncDispose]();
  expect(valueOf(await other.prune([NAME])).images).toEqual([aside]);
  expect(other.images()).toEqual([NAME]);
});

test('an image that nobody uses is gone with its name', async () => {
  using here = temporary();
  const directory = join(here.path, 'images') as AbsolutePath;
  await using store = storeAt(directory);
  await addNamed(store, 'old');
  valueOf(await store.setAside(NAME));
  valueOf(await store.setAside(NAME));
  expect(store.images()).toEqual([]);
  expect(await store.check()).toEqual([]);
});
