import { randomBytes } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hexOf, type Digest } from '../../kernel/brand.ts';
import { digestOfContent } from '../../kernel/digest.ts';
import { writeDurably } from './durable-file.ts';
import { writeRecord } from './image-record.ts';
import { recordOf } from './listing.ts';
import { imageDir, RECORD, type StorePlace } from './store-place.ts';
import { holdersOf, HOLDS, type Workplace } from './workplace.ts';

/**
 * Takes an image away from its name, for another to have that. An image that a living process uses stays, by a name that
 * nobody asks for, until it is pruned; any other is removed.
 *
 * Throws what the file system throws.
 */
export async function setAside(
  store: StorePlace,
  workplace: Workplace,
  image: Digest,
): Promise<void> {
  const record = recordOf(store, image);
  if (record === undefined) return;
  const aside = workplace.directory();
  // rename(2) replaces an empty directory.
  renameSync(imageDir(store, image), aside);
  const users = holdersOf(store, image).filter((holder) => holder !== dirname(aside));
  if (users.length === 0) {
    await rm(aside, { recursive: true, force: true });
    return;
  }
  const nobodys = digestOfContent(randomBytes(32));
  for (const user of users) closeSync(openSync(`${user}/${HOLDS}/${hexOf(nobodys)}`, 'w'));
  rmSync(`${aside}/${RECORD}`);
  writeDurably(`${aside}/${RECORD}`, writeRecord({ ...record, id: nobodys }));
  renameSync(aside, imageDir(store, nobodys));
}
