import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import type { Donor, Gift } from '../../../src/engines/donor.ts';
import { findAtDonors, takeFromDonors } from '../../../src/engines/embedded/donated.ts';
import { namedImage } from '../../../src/engines/embedded/names.ts';
import { storedById, storedName, storedNames } from '../../../src/engines/embedded/image-name.ts';
import { knownTag } from '../../../src/engines/known-tags.ts';
import type { Digest } from '../../../src/kernel/brand.ts';
import type { Work } from '../../../src/kernel/work.ts';
import type { LocalPin, RegistryPin } from '../../../src/lock/pin.ts';
import { temporary } from '../../host/temporary.ts';
import { digestOfBytes, QUIETLY, storeAt } from '../../store/a-store.ts';
import { file, part, tar } from '../../store/tar-bytes.ts';

const here = temporary();
afterAll(() => here[Symbol.dispose]());
let made = 0;
const fresh = (name: string) => join(here.path, `${name}-${String(made++)}`);

const LAYER = tar(file('etc/a', 'given'));
const CONFIG = Buffer.from(
  JSON.stringify({
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: [digestOfBytes(LAYER)] },
  }),
);
const ARCHIVE = tar(
  part({ name: 'c.json', content: CONFIG }),
  part({ name: 'l.tar', content: LAYER }),
  part({
    name: 'manifest.json',
    content: JSON.stringify([{ Config: 'c.json', RepoTags: null, Layers: ['l.tar'] }]),
  }),
);
const ID = digestOfBytes(CONFIG);
const ANOTHER = `sha256:${createHash('sha256').update('x').digest('hex')}` as Digest;
const PLATFORM = 'linux/amd64';
const TOOL = { registry: 'docker.io', repository: 'library/tool', tag: '1' };
const PULLED: RegistryPin = { kind: 'registry', ...TOOL, digest: ANOTHER };
const BUILT: LocalPin = { kind: 'local', name: 'tool:1', id: ID };

function gift(over: Partial<Gift> = {}): Gift {
  const archive = () => Promise.resolve(Readable.from([ARCHIVE], { objectMode: false }));
  return { id: ID, size: ARCHIVE.length, archive, ...over };
}

function donor(over: Partial<Donor> = {}): Donor {
  const nothing = () => Promise.resolve(undefined);
  return { engine: 'docker', find: nothing, give: nothing, ...over };
}

const giving = (given: Gift) => donor({ give: () => Promise.resolve(given) });
const failing = donor({
  find: () => Promise.reject(new Error('it stopped')),
  give: () => Promise.reject(new Error('it stopped')),
});

async function take(
  donors: readonly Donor[],
  pin: LocalPin | RegistryPin = PULLED,
  work: Work = QUIETLY,
) {
  await using store = storeAt(fresh('store'));
  const id = storedName(pin, PLATFORM);
  const wanted = { id, platform: PLATFORM, donors: () => Promise.resolve(donors) } as const;
  const taken = await takeFromDonors(store, wanted, pin, work);
  expect(await store.check({ deep: true })).toEqual([]);
  const isThereById = store.image(storedById(ID, PLATFORM)) !== undefined;
  return { taken, isThere: store.image(id) !== undefined, isThereById };
}

test('the first that has the image gives it, whatever is wrong with those before it', async () => {
  const { taken, isThere } = await take([donor(), failing, giving(gift())]);
  expect([taken, isThere]).toEqual([{ ok: true, value: true }, true]);
});

test('what is not the image that was announced is refused, and the next is asked', async () => {
  const liar = giving(gift({ id: ANOTHER }));
  expect(await take([liar])).toMatchObject({ taken: { ok: true, value: false }, isThere: false });
  expect((await take([liar, giving(gift())])).isThere).toBe(true);
});

test('what is not what is locked is refused, and the next is asked', async () => {
  const locked = { ...PULLED, exact: { manifest: ANOTHER, config: ANOTHER } };
  expect(await take([giving(gift())], locked)).toMatchObject({
    taken: { ok: true, value: false },
    isThere: false,
  });
  const right = { ...PULLED, exact: { manifest: ANOTHER, config: ID } };
  expect((await take([giving(gift())], right)).isThere).toBe(true);
});

test('what is there by the word of a lock alone does not get the name of its registry', async () => {
  const loaded = donor({
    give: (pin) =>
      Promise.resolve(pin.kind === 'registry' && pin.exact !== undefined ? gift() : undefined),
  });
  const locked = { ...PULLED, exact: { manifest: ANOTHER, config: ID } };
  expect(await take([loaded], locked)).toEqual({
    taken: { ok: true, value: true },
    isThere: false,
    isThereById: true,
  });
  expect(storedNames(locked, PLATFORM)).toContain(storedById(ID, PLATFORM));
});

test('what breaks off is refused; where there is no other way to the image, it is told', async () => {
  const half = ARCHIVE.subarray(0, 1500);
  const broken = giving(
    gift({ archive: () => Promise.resolve(Readable.from([half], { objectMode: false })) }),
  );
  expect((await take([broken])).taken).toEqual({ ok: true, value: false });
  expect((await take([broken], BUILT)).taken).toMatchObject({
    ok: false,
    error: { code: 'images/archive-unusable' },
  });
});

test('who gives up waits for no daemon that gathers an image', async () => {
  const control = new AbortController();
  const late = Readable.from([ARCHIVE], { objectMode: false });
  const gathering = new Promise<Readable>((resolve) => {
    control.signal.addEventListener('abort', () => setImmediate(() => resolve(late)));
  });
  const slow = giving(
    gift({
      archive: () => {
        setImmediate(() => control.abort());
        return gathering;
      },
    }),
  );
  const { taken, isThere } = await take([slow], PULLED, { ...QUIETLY, signal: control.signal });
  expect([taken, isThere]).toEqual([{ ok: true, value: false }, false]);
  await gathering;
  await new Promise((resolve) => setImmediate(resolve));
  expect(late.destroyed).toBe(true);
});

test('nobody is asked twice for what only a name can find', async () => {
  let asked = 0;
  const counting = donor({ give: () => Promise.resolve(void (asked += 1)) });
  await take([counting]);
  expect(asked).toBe(1);
});

test('nobody who has it is no failure', async () => {
  expect((await take([donor()], BUILT)).taken).toEqual({ ok: true, value: false });
});

test('what a name means elsewhere is remembered: as what its registry said, or by its id', async () => {
  const env = { XDG_CACHE_HOME: fresh('cache'), XDG_DATA_HOME: fresh('data') };
  const ask = (pin: LocalPin | RegistryPin) =>
    findAtDonors(
      () => Promise.resolve([failing, donor({ find: () => Promise.resolve(pin) })]),
      TOOL,
      env,
      QUIETLY,
    );
  expect(await ask(PULLED)).toEqual(PULLED);
  expect(await knownTag(TOOL, env)).toBe(ANOTHER);
  expect(await ask(BUILT)).toEqual(BUILT);
  // Its image is not in the store: then the name leads nowhere.
  expect(await namedImage(TOOL, env)).toBeUndefined();
});
