import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { zstdInJavaScript } from '../../src/images/store/decompress.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import { temporary } from '../host/temporary.ts';
import { add, digestOfBytes, QUIETLY, rootOf, storeAt, valueOf } from './a-store.ts';
import { directory, file, link, long, part, records, symlink, tar } from './tar-bytes.ts';

const here = temporary();
afterAll(() => here[Symbol.dispose]());
let stores = 0;
const newStore = () => storeAt(join(here.path, `store-${String(stores++)}`));
const read = (path: string) => readFileSync(path, 'utf8');
const zstd = (bytes: Buffer) => execFileSync('zstd', ['--stdout', '-'], { input: bytes });
const hasZstd = existsSync('/usr/bin/zstd');

const PLAIN = tar(file('a', 'hello'), directory('d'), file('d/b', 'x'.repeat(100_000)));

describe('a layer', () => {
  it.each([
    ['plain', PLAIN],
    ['with gzip', gzipSync(PLAIN)],
    [
      'with gzip in two members',
      Buffer.concat([gzipSync(PLAIN.subarray(0, 700)), gzipSync(PLAIN.subarray(700))]),
    ],
    ['with gzip and something behind it', Buffer.concat([gzipSync(PLAIN), Buffer.alloc(200_000)])],
  ])('is read %s', async (_how, blob) => {
    await using store = newStore();
    expect(read(`${valueOf(await rootOf(store, [blob]))}/a`)).toBe('hello');
  });

  it('is read from one piece, however large', async () => {
    await using store = newStore();
    const blob = tar(
      ...Array.from({ length: 18 }, (_, index) => file(String(index), 'x'.repeat(2 ** 20))),
    );
    expect(readdirSync(valueOf(await rootOf(store, [blob])))).toHaveLength(18);
  });

  it.runIf(hasZstd)('is read with zstd, by Node and without', async () => {
    await using store = newStore();
    const blob = zstd(PLAIN);
    expect(read(`${valueOf(await rootOf(store, [blob]))}/d/b`)).toHaveLength(100_000);
    const decoded = Readable.from([blob.subarray(0, 50), blob.subarray(50)]).pipe(
      await zstdInJavaScript(),
    );
    expect(Buffer.concat((await decoded.toArray()) as Buffer[]).equals(PLAIN)).toBe(true);
  });

  const gzipped = gzipSync(PLAIN);
  const right = { digest: digestOfBytes(gzipped), size: gzipped.length };
  const other = digestOfBytes(Buffer.from('other'));
  const broken = gzipped.subarray(0, 100);
  const brokenToo = { digest: digestOfBytes(broken), size: broken.length };
  it.each([
    ['another digest', { ...right, digest: other }, gzipped, undefined, /its content is/],
    ['another size', { ...right, size: right.size + 1 }, gzipped, undefined, /ends after/],
    ['more than announced', { ...right, size: 10 }, gzipped, undefined, /longer than the 10 bytes/],
    ['another diff id', right, gzipped, other, /archive in it is/],
    ['a blob that breaks off', right, broken, undefined, /end/],
    ['a gzip stream that breaks off', brokenToo, broken, undefined, /unexpected end/],
  ])('is refused for %s, and leaves nothing', async (_what, layer, blob, diffId, why) => {
    await using store = newStore();
    const stream = Readable.from([blob], { objectMode: false });
    const added = await store.addLayer(layer, stream, QUIETLY, diffId);
    expect(added).toMatchObject({ ok: false, error: { code: 'images/layer-damaged' } });
    if (!added.ok) expect(added.error.message).toMatch(why);
    expect(stream.destroyed).toBe(true);
    expect(store.has(layer.digest)).toBe(false);
    expect(readdirSync(join(store.directory, 'layers'))).toEqual([]);
  });

  it('ends with the problem that its stream ends with', async () => {
    await using store = newStore();
    const problem = { code: 'images/registry-broke-off', message: 'the registry hung up' };
    const failing = Readable.from(
      (function* () {
        yield gzipped.subarray(0, 100);
        throw Object.assign(new Error('hung up'), { problem });
      })(),
      { objectMode: false },
    );
    expect(await store.addLayer(right, failing, QUIETLY)).toEqual({ ok: false, error: problem });
  });

  it('ends with the problem of a stream that failed before', async () => {
    await using store = newStore();
    const problem = { code: 'images/registry-broke-off', message: 'the registry hung up' };
    const failed = new Readable({ read: () => undefined });
    failed.destroy(Object.assign(new Error('hung up'), { problem }));
    expect(await store.addLayer(right, failed, QUIETLY)).toEqual({ ok: false, error: problem });
    const absent = await store.addLayer(right, createReadStream('/nowhere/x'), QUIETLY);
    expect(absent).toMatchObject({ ok: false, error: { code: 'images/layer-damaged' } });
  });

  it('can be interrupted', async () => {
    await using store = newStore();
    const controller = new AbortController();
    const endless = new Readable({ read: () => undefined });
    endless.push(gzipped.subarray(0, 100));
    const report = () => controller.abort();
    const added = await store.addLayer(right, endless, { signal: controller.signal, report });
    expect(added).toMatchObject({ ok: false, error: { code: 'images/interrupted' } });
    expect(endless.destroyed).toBe(true);
  });

  it('is not read again when it is there', async () => {
    await using store = newStore();
    valueOf(await add(store, PLAIN));
    const stream = new Readable({ read: () => expect.fail('read') });
    const layer = { digest: digestOfBytes(PLAIN), size: PLAIN.length };
    expect(await store.addLayer(layer, stream, QUIETLY)).toMatchObject({ ok: true });
  });

  it('is compared with what an image says of it even when it is there', async () => {
    await using store = newStore();
    const blob = gzipSync(PLAIN);
    valueOf(await add(store, blob));
    const layer = { digest: digestOfBytes(blob), size: blob.length };
    const again = (diffId: Digest) => store.addLayer(layer, Readable.from([]), QUIETLY, diffId);
    expect(await again(digestOfBytes(PLAIN))).toMatchObject({ ok: true });
    expect(await again(digestOfBytes(Buffer.from('another')))).toMatchObject({
      ok: false,
      error: { code: 'images/layer-damaged' },
    });
  });
});

describe('what a layer says', () => {
  it('is kept: long names of both kinds, times, modes, hard links', async () => {
    await using store = newStore();
    const [gnu, pax] = ['gnu/'.repeat(50), 'pax/'.repeat(50)];
    const root = valueOf(
      await rootOf(store, [
        tar(
          long(`${gnu}a`),
          file('x', 'gnu'),
          records({ path: `${pax}ä`, mtime: '1234567890.25' }),
          file('x', 'pax', { mode: 0o751 }),
          long(`${gnu}a`, 'K'),
          link('hard', 'x'),
          part({ name: 'd/', type: '5', mode: 0o500, mtime: 1000 }),
          file('d/in', ''),
          symlink('s', '/anywhere/../else'),
        ),
      ]),
    );
    expect(read(`${root}/${gnu}a`)).toBe('gnu');
    const paxFile = statSync(`${root}/${pax}ä`);
    expect([paxFile.mtimeMs, paxFile.mode & 0o777]).toEqual([1234567890250, 0o751]);
    expect(statSync(`${root}/hard`).ino).toBe(statSync(`${root}/${gnu}a`).ino);
    expect(statSync(`${root}/d`)).toMatchObject({ mtimeMs: 1_000_000, mode: 0o040700 });
    expect(lstatSync(`${root}/s`).mtimeMs).toBe(1_600_000_000_000);
  });

  it('goes on top of lower layers', async () => {
    await using store = newStore();
    const lower = tar(
      directory('kept', 0o750),
      file('kept/a', '1'),
      file('gone', '1'),
      file('whole/a', '1'),
      file('whole/b', '1'),
      file('kind', '1'),
      directory('kind2'),
      file('kind2/x', '1'),
      file('old', 'moved'),
    );
    const upper = tar(
      file('kept/b', '2'),
      file('.wh.gone'),
      file('whole/b', '2'),
      file('whole/.wh..wh..opq'),
      directory('kind'),
      file('kind/y', '2'),
      file('kind2', '2'),
      link('new', 'old'),
      file('.wh.old'),
      file('.wh.never-there'),
      file('again', '2'),
      file('.wh.again'),
    );
    const root = valueOf(await rootOf(store, [lower, upper]));
    expect(readdirSync(root).sort()).toEqual(['again', 'kept', 'kind', 'kind2', 'new', 'whole']);
    expect(readdirSync(`${root}/kept`).sort()).toEqual(['a', 'b']);
    expect(statSync(`${root}/kept`).mode & 0o777).toBe(0o750);
    expect(readdirSync(`${root}/whole`)).toEqual(['b']);
    expect([read(`${root}/kind/y`), read(`${root}/kind2`), read(`${root}/new`)]).toEqual([
      '2',
      '2',
      'moved',
    ]);
    expect(await store.check({ deep: true })).toEqual([]);
  });

  it.each([
    ['a place for time zones beside what it has', [file('usr/share/doc', '')], ['doc', 'zoneinfo']],
    ['none in place of its own', [file('usr/share/zoneinfo', 'mine')], ['zoneinfo']],
    ['none where there is nothing around it', [directory('usr'), directory('share')], undefined],
  ])('gets %s', async (_what, entries, expected) => {
    await using store = newStore();
    const share = `${valueOf(await rootOf(store, [tar(...entries)]))}/usr/share`;
    expect(existsSync(share) ? readdirSync(share).sort() : undefined).toEqual(expected);
    expect(await store.check({ deep: true })).toEqual([]);
  });

  it('is one file on the disk for all images that have it', async () => {
    await using store = newStore();
    const [one, other] = [tar(file('x', '1')), tar(file('y', '2'))];
    const roots = [
      valueOf(await rootOf(store, [PLAIN, one])),
      valueOf(await rootOf(store, [PLAIN, other])),
    ];
    expect(new Set(roots.map((root) => statSync(`${root}/a`).ino)).size).toBe(1);
  });
});

describe('an image', () => {
  it('needs its layers', async () => {
    await using store = newStore();
    const [id, layer] = [digestOfBytes(Buffer.from('image')), digestOfBytes(PLAIN)];
    const image = await store.addImage({ id, config: {}, layers: [layer] }, QUIETLY);
    expect(image).toMatchObject({ ok: false, error: { code: 'images/layer-missing' } });
    expect(store.image(id)).toBeUndefined();
  });

  it('is there with its config for whoever opens the store later', async () => {
    await using store = newStore();
    valueOf(await add(store, PLAIN));
    const config = { config: { Env: ['PATH=/bin', 'ODD=\udcff'] } };
    const id = digestOfBytes(Buffer.from('image'));
    valueOf(await store.addImage({ id, config, layers: [digestOfBytes(PLAIN)] }, QUIETLY));
    await using later = storeAt(store.directory);
    expect(later.image(id)?.config).toEqual(config);
    expect(later.images()).toEqual([id]);
  });
});

describe('a check', () => {
  const spoil: readonly [string, (directory: string, root: string) => void, RegExp][] = [
    ['a file that is shorter', (_, root) => writeFileSync(`${root}/a`, 'hi'), /bytes instead of 5/],
    ['another mode', (_, root) => chmodSync(`${root}/a`, 0o600), /mode 0600 instead of 0644/],
    ['a missing name', (_, root) => rmSync(`${root}/d/b`), /has no `b`/],
    ['a name too much', (_, root) => writeFileSync(`${root}/d/c`, ''), /has a `c` too much/],
    ['a list that is no list', (all) => writeFileSync(list(all), '{'), /list cannot be read/],
    ['a layer without its list', (all) => rmSync(list(all)), /alone/],
    ['something strange', (all) => writeFileSync(`${all}/layers/x`, ''), /nothing of that name/],
  ];
  const list = (all: string) => `${all}/layers/${readdirSync(`${all}/layers`)[0] ?? ''}/list.json`;

  it.each(spoil)('finds %s', async (_what, act, why) => {
    await using store = newStore();
    const root = valueOf(await rootOf(store, [PLAIN]));
    expect(await store.check()).toEqual([]);
    act(store.directory, root);
    const problems = await store.check();
    expect(problems.map(({ message }) => message).join('\n')).toMatch(why);
    expect(problems[0]?.code).toBe('images/store-damaged');
  });

  it('finds another content of the same size when it reads everything', async () => {
    await using store = newStore();
    writeFileSync(`${valueOf(await rootOf(store, [PLAIN]))}/a`, 'HELLO');
    expect(await store.check()).toEqual([]);
    expect(await store.check({ deep: true })).toMatchObject([{ code: 'images/store-damaged' }]);
    // Nobody waits for it any more.
    expect(await store.check({ deep: true, signal: AbortSignal.abort() })).toEqual([]);
  });
});

describe('pruning', () => {
  const [one, other] = [tar(file('x', '1')), tar(file('y', '2'))];
  const idOf = (layers: readonly Buffer[]) =>
    digestOfBytes(Buffer.from(layers.map(digestOfBytes).join()));

  it('removes images that nobody keeps, and layers that no image needs', async () => {
    const first = newStore();
    for (const layers of [
      [PLAIN, one],
      [PLAIN, other],
    ])
      valueOf(await rootOf(first, layers));
    await first[Symbol.asyncDispose]();
    await using store = storeAt(first.directory);
    const pruned = valueOf(await store.prune([idOf([PLAIN, one])]));
    expect(pruned).toEqual({ images: [idOf([PLAIN, other])], layers: [digestOfBytes(other)] });
    expect(await store.check({ deep: true })).toEqual([]);
    const all: Digest[] = [digestOfBytes(PLAIN), digestOfBytes(one)].sort();
    expect(valueOf(await store.prune([])).layers.toSorted()).toEqual(all);
  });

  it('leaves what a living process uses', async () => {
    await using user = newStore();
    valueOf(await rootOf(user, [PLAIN]));
    await using store = storeAt(user.directory);
    expect(valueOf(await store.prune([]))).toEqual({ images: [], layers: [] });
    expect(user.image(idOf([PLAIN]))).toBeDefined();
  });
});
