import { existsSync, utimesSync } from 'node:fs';
import type { AbsolutePath, Digest } from '../../kernel/brand.ts';
import { imageDir, RECORD, TMP } from './store-place.ts';
import { storedImage, type StoredImage } from './stored-image.ts';
import { makeWorkplace } from './workplace.ts';

/** One that nobody prunes until it is disposed of. */
export interface HeldImage extends StoredImage, AsyncDisposable {}

/** An image of the store in `directory`, if it is there. Loads nothing of what fills a store. */
export async function holdImage(
  directory: AbsolutePath,
  id: Digest,
): Promise<HeldImage | undefined> {
  if (!existsSync(`${directory}/${TMP}`)) return undefined;
  const workplace = makeWorkplace(directory);
  workplace.hold(id);
  const stored = storedImage(directory, id);
  const release = () => workplace[Symbol.asyncDispose]();
  if (stored !== undefined) noteUse(directory, id);
  if (stored !== undefined) return { ...stored, [Symbol.asyncDispose]: release };
  await release();
  return undefined;
}

/** The time of its record says when an image was last used. A store that is for reading alone says nothing. */
function noteUse(store: AbsolutePath, id: Digest): void {
  const now = new Date();
  try {
    utimesSync(`${imageDir(store, id)}/${RECORD}`, now, now);
  } catch {
    // Then it looks older than it is.
  }
}
