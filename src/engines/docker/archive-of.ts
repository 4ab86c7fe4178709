import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { hexOf } from '../../kernel/brand.ts';
import { digestOfContent } from '../../kernel/digest.ts';
import type { ImageParts, LayerPart } from '../../images/image-parts.ts';
import { decompressor } from '../../images/store/decompress.ts';
import { measured } from '../../images/store/measured.ts';

/**
 * One image as `docker load` of any age reads it: `manifest.json`, the config and the layers. The layers are proved
 * while they pass; the stream fails with what they fail with.
 */
export async function archiveOf(parts: ImageParts, tag: string): Promise<Readable> {
  const { pack } = await import('tar-stream');
  const tar = pack();
  void addAll(tar, parts, tag).catch((error: unknown) => tar.destroy(error as Error));
  return Readable.from(tar, { objectMode: false });
}

async function addAll(tar: Pack, { config, layers }: ImageParts, tag: string): Promise<void> {
  const configName = `${hexOf(digestOfContent(config))}.json`;
  const manifest = { Config: configName, RepoTags: [tag], Layers: layers.map(nameOf) };
  tar.entry({ name: configName }, config);
  tar.entry({ name: 'manifest.json' }, JSON.stringify([manifest]));
  for (const layer of new Map(layers.map((each) => [each.digest, each])).values()) {
    // Docker reads Zstandard from 23 on.
    const unpacked = layer.compression === 'zstd' ? await sizeOf(layer) : undefined;
    const entry = tar.entry({ name: nameOf(layer), size: unpacked ?? layer.size });
    const { stream } = measured(layer);
    const decoder = unpacked === undefined ? undefined : await decompressor(layer.compression);
    await pipeline([layer.open(), stream, ...(decoder ? [decoder] : []), entry]);
  }
  tar.finalize();
}

/** How large the archive in the layer is, which its header has to say first. */
async function sizeOf(layer: LayerPart): Promise<number> {
  const decoder = await decompressor(layer.compression);
  const { stream, bytes } = measured({});
  await pipeline([layer.open(), ...(decoder ? [decoder] : []), stream.resume()]);
  return bytes();
}

function nameOf({ digest }: LayerPart): string {
  return `${hexOf(digest)}.tar`;
}
