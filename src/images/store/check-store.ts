import { readdirSync } from 'node:fs';
import { digestOf } from '../../kernel/brand.ts';
import type { ImagesProblem } from '../problems.ts';
import { mergedTree } from './add-image.ts';
import { layerFault, type HowToCheck } from './check-layer.ts';
import { rootFault } from './check-root.ts';
import { imagesIn, layersIn, recordOf } from './listing.ts';
import { storeDamaged } from './problems.ts';
import {
  IMAGES,
  imageDir,
  LAYERS,
  layerDir,
  RECORD,
  ROOT,
  TMP,
  type StorePlace,
} from './store-place.ts';

/**
 * What of the store is not as it was put there: at most one problem for each layer and image. None means that every
 * layer is what its list says, every image what its layers say, and nothing half-made is visible. What is in `tmp`
 * is nobody's image.
 */
export async function checkStore(
  store: StorePlace,
  how: HowToCheck = {},
): Promise<readonly ImagesProblem[]> {
  const problems = [...strangers(store)];
  for (const layer of layersIn(store)) {
    const path = layerDir(store, layer);
    const why = await reasonOf(() => layerFault(store, layer, how));
    if (why !== undefined) problems.push(storeDamaged(path, why));
  }
  for (const image of imagesIn(store)) {
    const path = imageDir(store, image);
    const why = await reasonOf(async () => {
      const record = recordOf(store, image);
      if (record?.id !== image) return 'its record cannot be read';
      if (readdirSync(path).sort().join() !== [RECORD, ROOT].sort().join()) {
        return `it should hold \`${RECORD}\` and \`${ROOT}\` alone`;
      }
      const tree = mergedTree(store, record.layers);
      if (!tree.ok) return tree.error.message;
      return await rootFault(store, tree.value, `${path}/${ROOT}`, how);
    });
    if (why !== undefined) problems.push(storeDamaged(path, why));
  }
  return problems;
}

/** What is not there is as much a fault as what is wrong. */
async function reasonOf(look: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return (error as Error).message;
  }
}

function* strangers(store: StorePlace): Generator<ImagesProblem> {
  for (const name of readdirSync(store)) {
    if (![LAYERS, IMAGES, TMP].includes(name)) yield stranger(`${store}/${name}`);
  }
  for (const part of [LAYERS, IMAGES]) {
    for (const name of readdirSync(`${store}/${part}`)) {
      if (digestOf(`sha256:${name}`) === undefined) yield stranger(`${store}/${part}/${name}`);
    }
  }
}

function stranger(path: string): ImagesProblem {
  return storeDamaged(path, 'nothing of that name belongs here');
}
