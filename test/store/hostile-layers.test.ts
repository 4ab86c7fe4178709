import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporary } from '../host/temporary.ts';
import { rootOf, snapshot, storeAt } from './a-store.ts';
import { HOSTILE } from './hostile-layers.ts';

it.each(HOSTILE)('nothing comes of $what outside the store', async ({ layers, then }) => {
  using here = temporary();
  const victims = { canary: join(here.path, 'canary'), outside: join(here.path, 'outside') };
  writeFileSync(victims.canary, 'alive', { mode: 0o640 });
  mkdirSync(victims.outside);
  writeFileSync(join(victims.outside, 'secret'), 'kept');
  mkdirSync(join(here.path, 'store'));
  const before = snapshot(here.path, '/store');

  const directory = join(here.path, 'store', 'images');
  const store = storeAt(directory);
  const root = await rootOf(store, layers(victims));

  expect(snapshot(here.path, '/store')).toEqual(before);
  expect(await store.check({ deep: true })).toEqual([]);
  if (typeof then === 'function') {
    if (!root.ok) expect.fail(root.error.message);
    expect(then(root.value, victims)).toBe(true);
  } else {
    const [code, why] = then;
    if (root.ok) expect.fail(`unpacked to ${root.value}`);
    expect(root.error.code).toBe(code);
    expect(root.error.message).toMatch(why);
    expect(store.images()).toEqual([]);
  }
  await store[Symbol.asyncDispose]();
  expect(readdirSync(join(directory, 'tmp'))).toEqual([]);
});
