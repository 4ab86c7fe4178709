import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { ImagesProblem } from '../problems.ts';
import { contentsOf } from './check-layer.ts';
import { readList } from './layer-list.ts';
import { imagesIn, layersIn, recordOf } from './listing.ts';
import { storeUnwritable } from './problems.ts';
import { imageDir, LAYERS, layerDir, LIST, RECORD, type StorePlace } from './store-place.ts';

/** What lies in the store. A layer is on the disk once, however many images have it. */
export interface StoreListing {
  readonly images: readonly ListedImage[];
  /** With those that no image has. */
  readonly layers: ReadonlyMap<Digest, Bytes>;
}

export interface ListedImage {
  readonly id: Digest;
  /** What people call it. */
  readonly title?: string;
  readonly layers: readonly Digest[];
  /** When it was made or last launched: milliseconds since 1970. */
  readonly used: number;
}

/** Of what files hold. */
type Bytes = number;

/** One that nobody has made yet is empty. */
export function listStore(store: StorePlace): Result<StoreListing, ImagesProblem> {
  if (!existsSync(`${store}/${LAYERS}`)) return ok({ images: [], layers: new Map() });
  try {
    return ok(listingOf(store));
  } catch (error) {
    return err(storeUnwritable(store, error));
  }
}

function listingOf(store: StorePlace): StoreListing {
  const images = imagesIn(store).flatMap((id): ListedImage[] => {
    const record = recordOf(store, id);
    const { mtimeMs: used } =
      statSync(`${imageDir(store, id)}/${RECORD}`, { throwIfNoEntry: false }) ?? {};
    if (record === undefined || used === undefined) return [];
    const { title, layers } = record;
    return [{ id, ...(title !== undefined && { title }), layers, used }];
  });
  return {
    images: images.sort((a, b) => b.used - a.used),
    layers: new Map(layersIn(store).map((layer) => [layer, bytesOf(store, layer)])),
  };
}

/** What these layers take on the disk together, each counted once. */
export function bytesTogether(layers: Iterable<Digest>, { layers: known }: StoreListing): Bytes {
  return [...new Set(layers)].reduce((sum, layer) => sum + (known.get(layer) ?? 0), 0);
}

function bytesOf(store: StorePlace, layer: Digest): Bytes {
  const list = readList(readFileSync(`${layerDir(store, layer)}/${LIST}`, 'utf8'));
  const contents = list === undefined ? [] : [...contentsOf(list.tree).values()];
  return contents.reduce((sum, { size }) => sum + size, 0);
}
