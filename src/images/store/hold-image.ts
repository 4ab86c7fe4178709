import { existsSync, utimesSync } from 'node:fs';
import type { AbsolutePath, Digest } from '../../kernel/brand.ts';
import { imageDir, RECORD, TMP } from './store-place.ts';
import { storedImage, type StoredImage } from './stored-image.ts';
import { makeWorkplace, type Workplace } from './workplace.ts';

/** One that nobody prunes until it is disposed of. */
export interface HeldImage extends StoredImage, AsyncDisposable {}

/** An image of the store in `directory`, if it is there. Loads nothing of what fills a store. */
export async function holdImage(
  directory: AbsolutePath,
  id: Digest,
): Promise<HeldImage | undefined> {
  if (!existsSync(`${directory}/${TMP}`)) return undefined;
  const workplace = workplaceThatHolds(directory, id);
  const stored = storedImage(directory, id);
  const release = async () => await workplace?.[Symbol.asyncDispose]();
  if (stored !== undefined) noteUse(directory, id);
  if (stored !== undefined) return { ...stored, [Symbol.asyncDispose]: release };
  await release();
  return undefined;
}

/** None on a full disk, or one that is for reading alone: what is there can be used, and nobody prunes it either. */
function workplaceThatHolds(store: AbsolutePath, id: Digest): Workplace | undefined {
  let workplace: Workplace | undefined;
  try {
    workplace = makeWorkplace(store);
    workplace.hold(id);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
  }
  return workplace;
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
