import { createReadStream } from 'node:fs';
import type { Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import { interrupted, type ImagesProblem } from '../problems.ts';
import { archiveFiles } from './archive-files.ts';
import { findImage, type WantedImage } from './find-image.ts';
import { LayerFault } from './layer-fault.ts';
import { archiveUnusable, storeUnwritable } from './problems.ts';
import type { Store } from './store.ts';
import type { StoredImage } from './stored-image.ts';
import { makeWorkplace } from './workplace.ts';

/** An image in the store, and the name that it has there. */
export interface ImportedImage extends StoredImage {
  /** The digest of its manifest; of its config where the archive has no manifest. */
  readonly id: Digest;
}

/**
 * Takes one image out of an OCI image layout (a directory or a tar file of one) or of what `docker save` wrote, plain
 * or compressed. Everything in it is checked as if it came from a registry.
 */
export async function importArchive(
  store: Store,
  path: string,
  wanted: WantedImage,
  work: Work,
): Promise<Result<ImportedImage, ImagesProblem>> {
  try {
    await using workplace = makeWorkplace(store.directory);
    const files = await archiveFiles(path, workplace, work.signal);
    const { id, config, layers } = await findImage(files, wanted);
    for (const { file, digest, diffId } of layers) {
      const layer = { digest, size: file.size };
      const added = await store.addLayer(layer, createReadStream(file.path), work, diffId);
      if (!added.ok) return added;
    }
    const digests = layers.map(({ digest }) => digest);
    const image = await store.addImage({ id, config, layers: digests }, work);
    return image.ok ? ok({ ...image.value, id }) : image;
  } catch (error) {
    return err(problemOf(error, { store, path, work }));
  }
}

function problemOf(
  error: unknown,
  { store, path, work }: { readonly store: Store; readonly path: string; readonly work: Work },
): ImagesProblem {
  if (work.signal.aborted) return interrupted(`importing \`${path}\``);
  if (error instanceof LayerFault) return archiveUnusable(path, error.message);
  const { code, syscall, path: at, message } = error as NodeJS.ErrnoException;
  if (at?.startsWith(`${store.directory}/`) === true || code === 'ENOSPC' || syscall === 'write') {
    return storeUnwritable(store.directory, error);
  }
  return archiveUnusable(path, message);
}
