import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Platform } from '../../src/kernel/platform.ts';
import type { BundledImage } from '../../src/images/bundle/documents.ts';
import type { ImageParts, LayerPart } from '../../src/images/image-parts.ts';
import { digestOfBytes } from '../store/a-store.ts';
import { file, tar } from '../store/tar-bytes.ts';

export const PLATFORM: Platform = 'linux/amd64';

/** A layer of one file. */
export function layerOf(content: string, compression: 'none' | 'gzip' = 'none'): LayerPart {
  const archive = tar(file('etc/content', content));
  const bytes = compression === 'gzip' ? gzipSync(archive) : archive;
  return {
    digest: digestOfBytes(bytes),
    size: bytes.length,
    compression,
    diffId: digestOfBytes(archive),
    open: () => Readable.from([bytes], { objectMode: false }),
  };
}

export function partsOfLayers(layers: readonly LayerPart[], platform = PLATFORM): ImageParts {
  const [os, architecture] = platform.split('/');
  const rootfs = { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) };
  return { config: Buffer.from(JSON.stringify({ os, architecture, rootfs })), layers };
}

/** As `tackle bundle export` would name it. */
export function bundled(toolbox: string, parts: ImageParts, platform = PLATFORM): BundledImage {
  return { toolbox, name: `registry.test/${toolbox}`, tag: `${toolbox}:1`, platform, parts };
}
