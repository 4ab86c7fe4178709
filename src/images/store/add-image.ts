import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { shortText, type Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import { interrupted, type ImagesProblem } from '../problems.ts';
import { writeDurably } from './durable-file.ts';
import { writeRecord } from './image-record.ts';
import { LayerFault } from './layer-fault.ts';
import { readList } from './layer-list.ts';
import type { DirectoryNode } from './layer-tree.ts';
import { makeRoot } from './make-root.ts';
import { mergeLayers, type MergedDirectory } from './merge-layers.ts';
import { addMountPoints } from './mount-points.ts';
import { layerMissing, layerRefused, storeDamaged, storeUnwritable } from './problems.ts';
import { publish } from './publish.ts';
import { imageDir, layerDir, LIST, RECORD, ROOT, type StorePlace } from './store-place.ts';
import type { Workplace } from './workplace.ts';

export interface AddImage {
  /** What the image is found by: its manifest's digest, or any other name for exact bytes. */
  readonly id: Digest;
  /** What people call it. */
  readonly title?: string;
  /** The image's config (`application/vnd.oci.image.config.v1+json`), parsed. */
  readonly config: unknown;
  /** Of the config as it came, where it came from elsewhere: what other engines call the image's id. */
  readonly digest?: Digest | undefined;
  /** The lowest first. */
  readonly layers: readonly Digest[];
}

/** Makes the root of an image whose layers are all there, and moves it to its place. */
export async function addImage(
  store: StorePlace,
  workplace: Workplace,
  image: AddImage,
  { signal, report }: Work,
): Promise<Result<void, ImagesProblem>> {
  const progress = { task: 'lay out', subject: image.title ?? shortText(image.id) } as const;
  report({ kind: 'started', ...progress });
  let made: string | undefined;
  try {
    const tree = mergedTree(store, image.layers);
    if (!tree.ok) return tree;
    made = workplace.directory();
    await makeRoot(store, tree.value, `${made}/${ROOT}`, signal);
    writeDurably(`${made}/${RECORD}`, writeRecord(image));
    publish(made, imageDir(store, image.id));
    report({ kind: 'finished', ...progress });
    return ok(undefined);
  } catch (error) {
    if (signal.aborted) return err(interrupted(`laying out \`${progress.subject}\``));
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return err(storeUnwritable(store, error));
  } finally {
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  }
}

/** What these layers make together. */
export function mergedTree(
  store: StorePlace,
  digests: readonly Digest[],
): Result<MergedDirectory, ImagesProblem> {
  const layers: { readonly digest: Digest; readonly tree: DirectoryNode }[] = [];
  for (const digest of digests) {
    const path = `${layerDir(store, digest)}/${LIST}`;
    const text = readIfThere(path);
    if (text === undefined) return err(layerMissing(digest));
    const list = readList(text);
    if (list === undefined)
      return err(storeDamaged(layerDir(store, digest), 'its list cannot be read'));
    layers.push({ digest, tree: list.tree });
  }
  try {
    const merged = mergeLayers(layers);
    addMountPoints(merged);
    return ok(merged);
  } catch (error) {
    if (error instanceof LayerFault)
      return err(layerRefused(digests.map(shortText).at(-1) ?? '', error.message));
    throw error;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
