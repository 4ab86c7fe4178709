import { readdirSync, readFileSync } from 'node:fs';
import { digestOf, type Digest } from '../../kernel/brand.ts';
import { readRecord, type ImageRecord } from './image-record.ts';
import { IMAGES, imageDir, LAYERS, RECORD, type StorePlace } from './store-place.ts';

export function layersIn(store: StorePlace): readonly Digest[] {
  return digestsIn(`${store}/${LAYERS}`);
}

export function imagesIn(store: StorePlace): readonly Digest[] {
  return digestsIn(`${store}/${IMAGES}`);
}

/** What the store knows of the image; nothing when it is not there, or its record cannot be read. */
export function recordOf(store: StorePlace, image: Digest): ImageRecord | undefined {
  try {
    return readRecord(readFileSync(`${imageDir(store, image)}/${RECORD}`, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function digestsIn(directory: string): readonly Digest[] {
  return readdirSync(directory).flatMap((name) => digestOf(`sha256:${name}`) ?? []);
}
