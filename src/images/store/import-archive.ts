import { createReadStream } from 'node:fs';
import type { Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import { stepsOf, type Work } from '../../kernel/work.ts';
import { interrupted, type ImagesProblem } from '../problems.ts';
import { archiveFiles, type ArchiveSource } from './archive-files.ts';
import { findImage, SeveralImages, type WantedImage } from './find-image.ts';
import type { FoundImage } from './found-image.ts';
import { LayerFault } from './layer-fault.ts';
import { archiveAmbiguous, archiveUnusable, storeUnwritable } from './problems.ts';
import type { Store } from './store.ts';
import type { StoredImage } from './stored-image.ts';
import { makeWorkplace } from './workplace.ts';

/** An image in the store, and the name that it has there. */
export interface ImportedImage extends StoredImage {
  readonly id: Digest;
}

export interface ImportWanted extends WantedImage {
  /** What it is called in the store, to find it by and for people; its own id when not said. */
  readonly called?: (found: FoundImage) => Result<Called, ImagesProblem>;
}

/** What an image is called in the store. */
export interface Called {
  /** It is found by it. */
  readonly id: Digest;
  /** For people. */
  readonly title?: string;
}

/**
 * Takes one image out of an OCI image layout (a directory or a tar file of one) or of what `docker save` wrote, plain
 * or compressed. Everything in it is checked as if it came from a registry.
 */
export async function importArchive(
  store: Store,
  source: ArchiveSource,
  wanted: ImportWanted,
  work: Work,
): Promise<Result<ImportedImage, ImagesProblem>> {
  const { path } = source;
  const progress = { task: 'import', subject: path } as const;
  work.report({ kind: 'started', ...progress });
  const steps = stepsOf(work, progress);
  try {
    await using workplace = makeWorkplace(store.directory);
    const files = await archiveFiles(source, workplace, work.signal, (done, total) => {
      const amount = { done, unit: 'bytes', ...(total !== undefined && { total }) } as const;
      work.report({ kind: 'advanced', ...progress, ...amount });
    });
    const found = await findImage(files, wanted);
    const called = wanted.called?.(found) ?? ok({ id: found.id });
    if (!called.ok) return called;
    for (const { file, digest, diffId } of found.layers) {
      const layer = { digest, size: file.size };
      const added = await store.addLayer(layer, createReadStream(file.path), steps, diffId);
      if (!added.ok) return added;
    }
    const layers = found.layers.map(({ digest }) => digest);
    const { config, digests } = found;
    const made = { ...called.value, config, digest: digests.at(-1), layers };
    const image = await store.addImage(made, steps);
    return image.ok ? ok({ ...image.value, id: called.value.id }) : image;
  } catch (error) {
    return err(problemOf(error, { store, path, work }));
  } finally {
    source.stream?.destroy();
    work.report({ kind: 'finished', ...progress });
  }
}

function problemOf(
  error: unknown,
  { store, path, work }: { readonly store: Store; readonly path: string; readonly work: Work },
): ImagesProblem {
  if (work.signal.aborted) return interrupted(`importing \`${path}\``);
  if (error instanceof SeveralImages) return archiveAmbiguous(path, error.message);
  if (error instanceof LayerFault) return archiveUnusable(path, error.message);
  const { code, syscall, path: at, message } = error as NodeJS.ErrnoException;
  if (at?.startsWith(`${store.directory}/`) === true || code === 'ENOSPC' || syscall === 'write') {
    return storeUnwritable(store.directory, error);
  }
  return archiveUnusable(path, message);
}
