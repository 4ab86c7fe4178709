import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { archiveOf } from '../../../src/engines/docker/archive-of.ts';
import type { LayerPart } from '../../../src/images/image-parts.ts';
import { digestOfContent } from '../../../src/kernel/digest.ts';
import { layerOf, partsOfLayers } from '../../bundle/sample-parts.ts';

const hex = (digest: string) => digest.slice('sha256:'.length);

/** Every file of a tar archive, by name. */
async function filesIn(archive: Readable): Promise<Readonly<Record<string, Buffer>>> {
  const { extract } = await import('tar-stream');
  const files: Record<string, Buffer> = {};
  const entries = extract();
  archive.pipe(entries);
  for await (const entry of entries) {
    files[entry.header.name] = await buffer(entry);
  }
  return files;
}

const bytesOf = ({ open }: LayerPart) => buffer(open());

it('is what `docker load` reads: each layer once, as it is packed', async () => {
  const [plain, zipped] = [layerOf('a'), layerOf('b', 'gzip')];
  const parts = partsOfLayers([plain, zipped, plain]);
  const files = await filesIn(await archiveOf(parts, 'tackle/bundle:1'));
  const config = `${hex(digestOfContent(parts.config))}.json`;
  const [one, other] = [plain, zipped].map(({ digest }) => `${hex(digest)}.tar`);
  expect(Object.keys(files).sort()).toEqual([config, 'manifest.json', one, other].sort());
  expect(JSON.parse(files['manifest.json']!.toString())).toEqual([
    { Config: config, RepoTags: ['tackle/bundle:1'], Layers: [one, other, one] },
  ]);
  expect(files[config]).toEqual(parts.config);
  expect(files[one!]).toEqual(await bytesOf(plain));
  expect(files[other!]).toEqual(await bytesOf(zipped));
});

it.runIf(existsSync('/usr/bin/zstd'))(
  'has layers with zstd unpacked: old ones cannot',
  async () => {
    const plain = layerOf('a');
    const archive = await bytesOf(plain);
    const bytes = execFileSync('zstd', ['--stdout', '-'], { input: archive });
    const layer: LayerPart = {
      digest: digestOfContent(bytes),
      size: bytes.length,
      compression: 'zstd',
      diffId: plain.diffId,
      open: () => Readable.from([bytes], { objectMode: false }),
    };
    const files = await filesIn(await archiveOf(partsOfLayers([layer]), 't:1'));
    expect(files[`${hex(layer.digest)}.tar`]).toEqual(archive);
  },
);

it('breaks off with what is wrong with a layer', async () => {
  const spoilt = { ...layerOf('a'), open: layerOf('b').open };
  const archive = await archiveOf(partsOfLayers([spoilt]), 't:1');
  await expect(buffer(archive)).rejects.toThrow(/its content is `sha256:/);
});
