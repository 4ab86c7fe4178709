import type { Digest } from '../../kernel/brand.ts';
import { digestOfContent } from '../../kernel/digest.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { ImageParts } from '../image-parts.ts';
import { LAYER_TYPES } from '../registry/media-types.ts';

/* https://github.com/opencontainers/image-spec */

const OCI = 'application/vnd.oci.image';

/** What was asked for, as `tackle.lock` calls it: `python@3`. */
export const TOOLBOX = 'dev.tackle.toolbox';

/** What a document says of another. */
interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/** An image of a bundle, and what it is called there. */
export interface BundledImage {
  readonly toolbox: string;
  /** As its pin's name: exact. */
  readonly name: string;
  /** For programs that go by tags. */
  readonly tag?: string;
  readonly platform: Platform;
  readonly parts: ImageParts;
}

/** The manifest of an image: the same for the same parts, on every engine. */
export function manifestOf({ config, layers }: ImageParts): Buffer {
  return json({
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: descriptor(`${OCI}.config.v1+json`, config),
    layers: layers.map(({ digest, size, compression }) => ({
      mediaType: LAYER_TYPES[compression],
      digest,
      size,
    })),
  });
}

/** What `index.json` says of an image. */
export function indexEntry({ toolbox, name, platform, parts }: BundledImage) {
  const [os, architecture] = platform.split('/');
  return {
    ...descriptor(`${OCI}.manifest.v1+json`, manifestOf(parts)),
    platform: { os, architecture },
    annotations: { 'org.opencontainers.image.ref.name': name, [TOOLBOX]: toolbox },
  };
}

/** What `manifest.json` says of it, by which `docker load` finds it (before 25 it knows nothing else). */
export function dockerEntry({ tag, parts: { config, layers } }: BundledImage) {
  return {
    Config: blobPath(digestOfContent(config)),
    RepoTags: tag === undefined ? null : [tag],
    Layers: layers.map(({ digest }) => blobPath(digest)),
  };
}

export function indexOf(entries: readonly ReturnType<typeof indexEntry>[]): Buffer {
  return json({ schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests: entries });
}

export const LAYOUT = json({ imageLayoutVersion: '1.0.0' });

export function blobPath(digest: Digest): string {
  return `blobs/${digest.replace(':', '/')}`;
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function descriptor(mediaType: string, bytes: Buffer): Descriptor {
  return { mediaType, digest: digestOfContent(bytes), size: bytes.length };
}
