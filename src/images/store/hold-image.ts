import { existsSync } from 'node:fs';
import type { AbsolutePath, Digest } from '../../kernel/brand.ts';
import { recordOf } from './listing.ts';
import { imageDir, ROOT, TMP } from './store-place.ts';
import { makeWorkplace } from './workplace.ts';

/** An image that is ready to be run, and that nobody prunes until it is disposed of. */
export interface HeldImage extends AsyncDisposable {
  /** Its root file system, for reading alone: its files are those of other images as well. */
  readonly root: AbsolutePath;
  /** Of the image's config, as it was given. */
  readonly config: unknown;
}

/** An image of the store in `directory`, if it is there. Loads nothing of what fills a store. */
export async function holdImage(
  directory: AbsolutePath,
  id: Digest,
): Promise<HeldImage | undefined> {
  if (!existsSync(`${directory}/${TMP}`)) return undefined;
  const workplace = makeWorkplace(directory);
  workplace.hold(id);
  const record = recordOf(directory, id);
  if (record === undefined) {
    await workplace[Symbol.asyncDispose]();
    return undefined;
  }
  return {
    root: `${imageDir(directory, id)}/${ROOT}` as AbsolutePath,
    config: record.config,
    [Symbol.asyncDispose]: () => workplace[Symbol.asyncDispose](),
  };
}

/** Whether the image is there. */
export function hasImage(directory: AbsolutePath, id: Digest): boolean {
  return recordOf(directory, id) !== undefined;
}
