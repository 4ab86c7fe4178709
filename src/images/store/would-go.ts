import { hexOf, type Digest } from '../../kernel/brand.ts';
import type { StoreListing } from './list-store.ts';
import type { Pruned } from './prune-store.ts';
import type { StorePlace } from './store-place.ts';
import { heldInStore } from './workplace.ts';

/** What `pruneStore` would remove of what is listed, if it were asked now. */
export function wouldGo(
  store: StorePlace,
  { images, layers }: StoreListing,
  keep: Iterable<Digest>,
): Pruned {
  if (images.length === 0 && layers.size === 0) return { images: [], layers: [] };
  const held = heldInStore(store);
  const kept = new Set(keep);
  const stays = ({ id }: { readonly id: Digest }) => kept.has(id) || held.has(hexOf(id));
  const used = new Set(images.filter(stays).flatMap((image) => image.layers));
  return {
    images: images.filter((image) => !stays(image)).map(({ id }) => id),
    layers: [...layers.keys()].filter((layer) => !used.has(layer) && !held.has(hexOf(layer))),
  };
}
