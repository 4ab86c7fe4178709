import type { AbsolutePath, Digest } from '../../kernel/brand.ts';
import { recordOf } from './listing.ts';
import { imageDir, ROOT, type StorePlace } from './store-place.ts';

/** An image that is ready to be run. */
export interface StoredImage {
  /** Its root file system, for reading alone: its files are those of other images as well. */
  readonly root: AbsolutePath;
  /** Of the image's config, as it was given. */
  readonly config: unknown;
  /** Of the config as it came; absent where it was made here. */
  readonly digest?: Digest;
}

/** The image, if it is there. Loads nothing of what fills a store. */
export function storedImage(store: StorePlace, id: Digest): StoredImage | undefined {
  const record = recordOf(store, id);
  if (record === undefined) return undefined;
  const { config, digest } = record;
  const root = `${imageDir(store, id)}/${ROOT}` as AbsolutePath;
  return { root, config, ...(digest !== undefined && { digest }) };
}
