import { existsSync, mkdirSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { privately } from '../../host/privately.ts';
import type { AbsolutePath, Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { ImagesProblem } from '../problems.ts';
import { addImage, type AddImage } from './add-image.ts';
import { addLayer, type LayerDescriptor, type OnEntry } from './add-layer.ts';
import type { HowToCheck } from './check-layer.ts';
import { checkStore } from './check-store.ts';
import { proveKnownLayer } from './known-layer.ts';
import { imagesIn } from './listing.ts';
import { storeDamaged, storeUnwritable } from './problems.ts';
import { pruneStore, type Pruned } from './prune-store.ts';
import { setAside } from './set-aside.ts';
import { IMAGES, imageDir, LAYERS, layerDir, LIST, TMP } from './store-place.ts';
import { storedImage, type StoredImage } from './stored-image.ts';
import { makeWorkplace, sweep, type Workplace } from './workplace.ts';

/**
 * Unpacked images in a directory of one user, with no daemon behind it. Any number of processes may use it at once.
 * What a layer or an image is named by is there as a whole or not at all.
 *
 * Until it is disposed of, what this process asked for or added is not pruned by another.
 */
export interface Store extends AsyncDisposable {
  readonly directory: AbsolutePath;

  /** Whether the layer is there; if it is, it stays. */
  has(layer: Digest): boolean;

  /**
   * Unpacks a blob, plain or compressed with gzip or zstd, unless it is there already. The blob is proved against
   * the descriptor, and the archive in it against the diff id; it is read to its end or destroyed. An error of its
   * stream that has a `problem` is given back as that problem.
   */
  addLayer(
    layer: LayerDescriptor,
    blob: Readable,
    work: Work,
    diffId?: Digest,
  ): Promise<Result<void, ImagesProblem>>;

  /** Makes the root of an image out of layers that are there, unless it is there already. */
  addImage(image: AddImage, work: Work): Promise<Result<StoredImage, ImagesProblem>>;

  /** Takes the image away from its name; what runs on it keeps it. */
  setAside(id: Digest): Promise<Result<void, ImagesProblem>>;

  /** The image, if it is there; if it is, it stays. */
  image(id: Digest): StoredImage | undefined;

  /** Every image that is there. */
  images(): readonly Digest[];

  /** What is not as it was put there: none when the store is whole. */
  check(how?: HowToCheck): Promise<readonly ImagesProblem[]>;

  /** Removes images that are not in `keep`, and layers that no image needs, but for what a living process uses. */
  prune(keep: Iterable<Digest>): Promise<Result<Pruned, ImagesProblem>>;
}

export interface StoreOptions {
  readonly onEntry?: OnEntry;
}

/** Opens the store in `directory`, and makes it where it is missing. */
export function openStore(
  directory: AbsolutePath,
  options: StoreOptions = {},
): Result<Store, ImagesProblem> {
  try {
    privately(() => {
      for (const part of [LAYERS, IMAGES, TMP])
        mkdirSync(`${directory}/${part}`, { recursive: true });
    });
  } catch (error) {
    return err(storeUnwritable(directory, error));
  }
  return ok(storeIn(directory, options));
}

function storeIn(directory: AbsolutePath, { onEntry }: StoreOptions): Store {
  let made: Workplace | undefined;
  const workplace = () => (made ??= makeWorkplace(directory));

  const hold = (digest: Digest) => {
    try {
      workplace().hold(digest);
    } catch (error) {
      // What is there can be used on a full disk, or one that is for reading alone, where nobody prunes either.
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    }
  };
  const has = (layer: Digest) => {
    hold(layer);
    return existsSync(`${layerDir(directory, layer)}/${LIST}`);
  };
  const image = (id: Digest): StoredImage | undefined => {
    hold(id);
    return storedImage(directory, id);
  };
  const attempt = async <T>(
    act: () => Promise<Result<T, ImagesProblem>>,
  ): Promise<Result<T, ImagesProblem>> => {
    try {
      return await act();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
      return err(storeUnwritable(directory, error));
    }
  };

  return {
    directory,
    has,
    image,
    images: () => imagesIn(directory),
    addLayer: (layer, blob, work, diffId) =>
      attempt(async () => {
        // It may fail before anybody reads it; the error is there for whoever does.
        blob.on('error', () => undefined);
        await sweep(directory);
        if (!has(layer.digest)) {
          return await addLayer(directory, workplace(), { layer, blob, diffId }, work, onEntry);
        }
        blob.destroy();
        return diffId === undefined
          ? ok(undefined)
          : proveKnownLayer(directory, layer.digest, diffId);
      }),
    addImage: (request, work) =>
      attempt(async () => {
        for (const layer of request.layers) has(layer);
        if (image(request.id) === undefined) {
          const added = await addImage(directory, workplace(), request, work);
          if (!added.ok) return added;
        }
        const stored = image(request.id);
        if (stored !== undefined) return ok(stored);
        return err(storeDamaged(imageDir(directory, request.id), 'its record cannot be read'));
      }),
    setAside: (id) =>
      attempt(async () => {
        await setAside(directory, workplace(), id);
        return ok(undefined);
      }),
    check: (how) => checkStore(directory, how),
    prune: (keep) =>
      attempt(async () => {
        await sweep(directory);
        return ok(await pruneStore(directory, workplace(), keep));
      }),
    async [Symbol.asyncDispose]() {
      await made?.[Symbol.asyncDispose]();
      made = undefined;
    },
  };
}
