import { readFileSync } from 'node:fs';
import type { Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { ImagesProblem } from '../problems.ts';
import { readList } from './layer-list.ts';
import { layerDamaged, storeDamaged } from './problems.ts';
import { layerDir, LIST, type StorePlace } from './store-place.ts';

/**
 * Proves a layer that is there already: it was compared with its digest when it came, but what an image's config says
 * of the archive in it may be wrong.
 */
export function proveKnownLayer(
  store: StorePlace,
  digest: Digest,
  diffId: Digest,
): Result<void, ImagesProblem> {
  const directory = layerDir(store, digest);
  const list = readList(readFileSync(`${directory}/${LIST}`, 'utf8'));
  if (list === undefined) return err(storeDamaged(directory, 'its list cannot be read'));
  if (list.diffId === diffId) return ok(undefined);
  return err(layerDamaged(digest, `the archive in it is \`${list.diffId}\``));
}
