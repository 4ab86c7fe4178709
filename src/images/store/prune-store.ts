import { renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hexOf, type Digest } from '../../kernel/brand.ts';
import { imagesIn, layersIn, recordOf } from './listing.ts';
import { imageDir, layerDir, type StorePlace } from './store-place.ts';
import { heldInStore, type Workplace } from './workplace.ts';

/** What was removed. */
export interface Pruned {
  readonly images: readonly Digest[];
  readonly layers: readonly Digest[];
}

/**
 * Removes every image that is neither in `keep` nor in use by a living process, and every layer that no image has
 * any more. Each is moved out of sight as a whole first, so that a death half way leaves nothing half removed.
 *
 * Throws what the file system throws.
 */
export async function pruneStore(
  store: StorePlace,
  workplace: Workplace,
  keep: Iterable<Digest>,
): Promise<Pruned> {
  const kept = new Set(keep);
  const images = imagesIn(store).filter((image) => !kept.has(image));
  const removedImages = await removeAll(store, workplace, images, imageDir);
  const used = new Set(imagesIn(store).flatMap((image) => recordOf(store, image)?.layers ?? []));
  const layers = layersIn(store).filter((layer) => !used.has(layer));
  return { images: removedImages, layers: await removeAll(store, workplace, layers, layerDir) };
}

async function removeAll(
  store: StorePlace,
  workplace: Workplace,
  digests: readonly Digest[],
  placeOf: (store: StorePlace, digest: Digest) => string,
): Promise<readonly Digest[]> {
  const removed: Digest[] = [];
  for (const digest of digests) {
    if (heldInStore(store).has(hexOf(digest))) continue;
    const place = placeOf(store, digest);
    const aside = `${workplace.directory()}/removed`;
    if (!moved(place, aside)) continue;
    // Whoever holds something looks for it afterwards: they have not found it, or they are seen here.
    if (heldInStore(store).has(hexOf(digest)) && moved(aside, place)) continue;
    await rm(aside, { recursive: true, force: true });
    removed.push(digest);
  }
  return removed;
}

/** False when another process was faster. */
function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
}
