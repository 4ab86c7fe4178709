import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import type { Digest } from '../../kernel/brand.ts';
import { digestOfContent } from '../../kernel/digest.ts';
import type { Work } from '../../kernel/work.ts';
import type { LayerPart } from '../image-parts.ts';
import { LayerFault } from '../store/layer-fault.ts';
import { measured } from '../store/measured.ts';
import {
  blobPath,
  dockerEntry,
  indexEntry,
  indexOf,
  json,
  LAYOUT,
  manifestOf,
  type BundledImage,
} from './documents.ts';

/**
 * A bundle on its way into a stream: one tar file of an OCI image layout, with the same bytes for the same images.
 * What several images have in common is in it once. Both methods reject with what the parts or the stream fail with.
 */
export interface BundleWriter {
  readonly add: (image: BundledImage, work: Work) => Promise<void>;
  /** Writes what names all that was added, without which it is no bundle. */
  readonly finish: () => Promise<void>;
}

/** @param sink is ended when the bundle is, unless it is stdout */
export async function writeBundle(sink: Writable, signal: AbortSignal): Promise<BundleWriter> {
  const { pack } = await import('tar-stream');
  const tar = pack();
  const flowing = pipeline(tar as unknown as NodeJS.ReadableStream, sink, { signal });
  const broken = flowing.then(() => new Promise<never>(() => undefined));
  broken.catch(() => undefined);
  const blobs = new Set<Digest>();
  const images: BundledImage[] = [];
  put(tar, 'oci-layout', LAYOUT);
  const putBlob = (bytes: Buffer) => {
    const digest = digestOfContent(bytes);
    if (!blobs.has(digest)) put(tar, blobPath(digest), bytes);
    blobs.add(digest);
  };
  return {
    add: async (image, work) => {
      const { config, layers } = image.parts;
      const missing = layers.filter(({ digest }) => !blobs.has(digest));
      const report = amounts(image, missing, work);
      for (const layer of missing) {
        if (!blobs.has(layer.digest)) await Promise.race([broken, copy(layer, tar, report, work)]);
        blobs.add(layer.digest);
      }
      putBlob(config);
      putBlob(manifestOf(image.parts));
      images.push(image);
    },
    finish: async () => {
      put(tar, 'manifest.json', json(images.map(dockerEntry)));
      put(tar, 'index.json', indexOf(images.map(indexEntry)));
      tar.finalize();
      await flowing;
    },
  };
}

/** The layer's bytes as an entry of the tar file, proved while they pass. */
async function copy(
  layer: LayerPart,
  tar: Pack,
  report: (bytes: number) => void,
  { signal }: Work,
): Promise<void> {
  if (layer.compression === 'none' && layer.digest !== layer.diffId) {
    throw new LayerFault('damaged', `the archive in it is \`${layer.digest}\``);
  }
  const { stream } = measured(layer, (chunk) => report(chunk.length));
  const entry = tar.entry({ ...HEADER, name: blobPath(layer.digest), size: layer.size });
  await pipeline(layer.open(), stream, entry, { signal });
}

const HEADER = { mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 } as const;

function put(tar: Pack, name: string, bytes: Buffer): void {
  tar.entry({ ...HEADER, name }, bytes);
}

function amounts(
  { toolbox }: BundledImage,
  layers: readonly LayerPart[],
  { report }: Work,
): (bytes: number) => void {
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  return (bytes) => {
    done += bytes;
    report({ kind: 'advanced', task: 'export', subject: toolbox, done, total, unit: 'bytes' });
  };
}
