import { createReadStream, createWriteStream, readdirSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { BundledImage } from '../../src/images/bundle/documents.ts';
import { throughDraft } from '../../src/images/bundle/draft-file.ts';
import { bundleUnusable } from '../../src/images/bundle/problems.ts';
import { readBundle, type Bundle } from '../../src/images/bundle/read-bundle.ts';
import { writeBundle } from '../../src/images/bundle/write-bundle.ts';
import type { ImageParts, LayerPart } from '../../src/images/image-parts.ts';
import type { Progress } from '../../src/kernel/work.ts';
import { err, ok } from '../../src/kernel/result.ts';
import { temporary } from '../host/temporary.ts';
import { digestOfBytes, QUIETLY, valueOf } from '../store/a-store.ts';
import { file, part, tar } from '../store/tar-bytes.ts';
import { bundled, layerOf, partsOfLayers, PLATFORM } from './sample-parts.ts';

const here = temporary();
afterAll(() => here[Symbol.dispose]());
const place = { cacheDir: join(here.path, 'cache'), env: { TMPDIR: here.path } };

async function written(images: readonly BundledImage[], work = QUIETLY): Promise<Buffer> {
  const sink = new PassThrough();
  const bytes = buffer(sink);
  // It breaks off where the writing does, and who wrote hears of that.
  bytes.catch(() => undefined);
  const writer = await writeBundle(sink, work.signal);
  for (const image of images) await writer.add(image, work);
  await writer.finish();
  return await bytes;
}

function read(bytes: Buffer, work = QUIETLY) {
  const stream = Readable.from([bytes], { objectMode: false });
  return readBundle({ path: 'tools.oci', stream }, PLATFORM, place, work);
}

/** All of a bundle that does not lie on disk. */
async function contentOf({ images }: Bundle): Promise<unknown> {
  const content: Record<string, unknown> = {};
  for (const [toolbox, { config, layers }] of images) {
    const described = layers.map(async ({ open, ...layer }) => {
      return { ...layer, proved: digestOfBytes(await buffer(open())) };
    });
    content[toolbox] = { config: config.toString(), layers: await Promise.all(described) };
  }
  return content;
}

function expected(images: readonly BundledImage[]): unknown {
  return Object.fromEntries(
    images.map(({ toolbox, parts: { config, layers } }) => {
      const described = layers.map(({ digest, size, compression, diffId }) => {
        return { digest, size, compression, diffId, proved: digest };
      });
      return [toolbox, { config: config.toString(), layers: described }];
    }),
  );
}

const blobsIn = (bytes: Buffer) => bytes.toString('latin1').match(/blobs\/sha256\/[0-9a-f]{64}\0/g);

describe('a bundle', () => {
  const anImage = fc.array(
    fc.tuple(fc.constantFrom('one', 'two', 'three'), fc.constantFrom('none', 'gzip')),
    { maxLength: 4 },
  );

  it('gives back what was put into it, and holds what images share once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anImage, { minLength: 1, maxLength: 4 }), async (made) => {
        const images = made.map((layers, at) =>
          bundled(`t@${at}`, partsOfLayers(layers.map(([name, how]) => layerOf(name, how)))),
        );
        const bytes = await written(images);
        await using bundle = valueOf(await read(bytes));
        expect(await contentOf(bundle)).toEqual(expected(images));
        const blobs = blobsIn(bytes) ?? [];
        expect(new Set(blobs).size).toBe(blobs.length);
      }),
      { numRuns: 30 },
    );
    expect(readdirSync(join(place.cacheDir, 'build'))).toEqual([]);
  });

  it('has the same bytes for the same images', async () => {
    const images = [bundled('python@3', partsOfLayers([layerOf('a'), layerOf('b', 'gzip')]))];
    expect(await written(images)).toEqual(await written(images));
  });

  it('names images for whom it is made, and no others', async () => {
    const foreign = bundled('t@1', partsOfLayers([layerOf('a')], 'linux/arm64'), 'linux/arm64');
    await using bundle = valueOf(await read(await written([foreign])));
    expect([...bundle.images.keys()]).toEqual([]);
  });

  it('says how far it is', async () => {
    const reported: Progress[] = [];
    const work = { ...QUIETLY, report: (event: Progress) => void reported.push(event) };
    const layer = layerOf('a');
    await written([bundled('t@1', partsOfLayers([layer]))], work);
    const { size } = layer;
    expect(reported.at(-1)).toMatchObject({ kind: 'advanced', done: size, total: size });
  });
});

describe('what is no bundle, or a spoilt one', () => {
  const good = bundled('t@1', partsOfLayers([layerOf('a')]));

  it.each([
    ['nothing at all', () => Promise.resolve(Buffer.alloc(0)), 'it has no `index.json`'],
    ['no archive', () => Promise.resolve(Buffer.alloc(2048, 'x')), 'Invalid tar header'],
    [
      'the first half',
      async () => (await written([good])).subarray(0, 3000),
      'Unexpected end of data',
    ],
    [
      'an archive without an index',
      () => Promise.resolve(tar(file('oci-layout', '{}'))),
      'it has no `index.json`',
    ],
    [
      'a name that leads out of it',
      () => Promise.resolve(tar(part({ name: '../index.json', content: '{}' }))),
      '`..`',
    ],
    [
      'another config than its digest says',
      async () => {
        const text = (await written([good])).toString('latin1');
        return Buffer.from(
          text.replace('"architecture":"amd64"', '"architecture":"amd46"'),
          'latin1',
        );
      },
      'is not what its name says',
    ],
  ])('%s', async (_what, make, why) => {
    const outcome = await read(await make());
    expect(outcome).toMatchObject({ ok: false, error: { code: 'images/bundle-unusable' } });
    expect(outcome.ok ? '' : outcome.error.message).toContain(why);
    expect(readdirSync(join(place.cacheDir, 'build'))).toEqual([]);
  });
});

describe('parts that are not what they say', () => {
  const lying = (more: Partial<LayerPart>): ImageParts =>
    partsOfLayers([{ ...layerOf('a'), ...more }]);
  const others = layerOf('b');

  it.each([
    ['other bytes', lying({ open: others.open })],
    ['fewer bytes', lying({ open: () => Readable.from([Buffer.alloc(512)]) })],
    ['more bytes', lying({ open: () => Readable.from([Buffer.alloc(1 << 20)]) })],
    ['another archive than the config says', lying({ diffId: others.diffId })],
  ])('%s', async (_what, parts) => {
    await expect(written([bundled('t@1', parts)])).rejects.toThrow();
  });

  it('break off with their own reason', async () => {
    const reason = new Error('the registry has gone');
    const open = () =>
      new Readable({
        read() {
          this.destroy(reason);
        },
      });
    await expect(written([bundled('t@1', lying({ open }))])).rejects.toBe(reason);
  });
});

describe('the file of a bundle', () => {
  const target = join(here.path, 'out/tools.oci');
  const parent = join(here.path, 'out');

  it('is there as a whole or not at all', async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(parent);
    writeFileSync(target, 'before');
    const problem = bundleUnusable('x', 'y');
    const refused = await throughDraft(target, (sink) => {
      sink.write('half');
      return Promise.resolve(err(problem));
    });
    expect(refused).toEqual(err(problem));
    const broken = throughDraft(target, () => Promise.reject(new Error('cut')));
    await expect(broken).rejects.toThrow('cut');
    expect([readdirSync(parent), await readFile(target, 'utf8')]).toEqual([
      ['tools.oci'],
      'before',
    ]);
    const images = [bundled('t@1', partsOfLayers([layerOf('a')]))];
    const done = await throughDraft(target, async (sink) => {
      const writer = await writeBundle(sink, QUIETLY.signal);
      for (const image of images) await writer.add(image, QUIETLY);
      await writer.finish();
      return ok('done');
    });
    expect(done).toEqual(ok('done'));
    expect([readdirSync(parent), await readFile(target)]).toEqual([
      ['tools.oci'],
      await written(images),
    ]);
  });

  it('takes the place of no directory, and needs one to lie in', async () => {
    const write = () => Promise.reject(new Error('nothing is written'));
    for (const path of [here.path, '/dev/null', join(here.path, 'missing/tools.oci')]) {
      const outcome = await throughDraft(path, write);
      expect(outcome).toMatchObject({ ok: false, error: { code: 'images/bundle-unwritable' } });
    }
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('that cannot be written ends the writing with the reason of the system', async () => {
    const full = createWriteStream('/dev/full');
    const writer = await writeBundle(full, QUIETLY.signal);
    const large = { ...layerOf('a'), size: 1 << 20, open: () => createReadStream('/dev/zero') };
    const added = writer.add(bundled('t@1', partsOfLayers([large])), QUIETLY);
    await expect(added).rejects.toMatchObject({ code: 'ENOSPC' });
  });
});
