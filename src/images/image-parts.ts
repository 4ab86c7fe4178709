import type { Readable } from 'node:stream';
import type { Digest } from '../kernel/brand.ts';
import type { Compression } from './store/decompress.ts';

/** An image in its parts, on its way out of an engine or into one. */
export interface ImageParts {
  /** The very bytes: their digest names all the rest. */
  readonly config: Buffer;
  /** The lowest first. */
  readonly layers: readonly LayerPart[];
}

/** Parts that are there until they are disposed of. */
export interface GivenImage extends ImageParts, AsyncDisposable {}

export interface LayerPart {
  /** Of the bytes as they come, compressed or not. */
  readonly digest: Digest;
  /** How many they are. */
  readonly size: number;
  readonly compression: Compression;
  /** Of the tar archive in them. */
  readonly diffId: Digest;
  /** The bytes, which are proved by whoever reads them. An error of the stream that has a `problem` says why they do not come. */
  readonly open: () => Readable;
}
