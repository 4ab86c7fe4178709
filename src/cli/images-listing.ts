import type { Digest } from '../kernel/brand.ts';
import { bytesTogether, type ListedImage, type StoreListing } from '../images/store/list-store.ts';
import { megabytes } from './megabytes.ts';
import { table } from './table.ts';
import { visible } from './visible-text.ts';

/** What `tackle images` tells; `--json` prints it as it is. */
export interface ImagesListing {
  readonly directory: string;
  /** Of all together: a layer that several images have is on the disk once. */
  readonly bytes: number;
  /** Those that were used last at the front. */
  readonly images: readonly ImageRow[];
}

interface ImageRow {
  readonly id: Digest;
  readonly title?: string;
  /** Of the image alone. */
  readonly bytes: number;
  /** When it was made or last launched, as ISO 8601 has it. */
  readonly used: string;
}

export function listImages(directory: string, listing: StoreListing): ImagesListing {
  return {
    directory,
    bytes: bytesTogether(listing.layers.keys(), listing),
    images: listing.images.map(({ id, title, layers, used }) => ({
      id,
      ...(title !== undefined && { title }),
      bytes: bytesTogether(layers, listing),
      used: new Date(used).toISOString(),
    })),
  };
}

/** A line for each image, then how much they take together. */
export function imagesText(
  { directory, bytes, images }: ImagesListing,
  columns: number | undefined,
): string {
  const rows = images.map((row) => [
    row.used.slice(0, 'YYYY-MM-DD'.length),
    `${megabytes(row.bytes)} MB`.padStart(10),
    nameOf(row),
  ]);
  const sum = `${counted(images.length)}, ${megabytes(bytes)} MB in ${visible(directory)}\n`;
  return table(rows, columns) + sum;
}

export function prunedText(images: readonly ListedImage[], bytes: number): string {
  const lines = images.map((image) => `removed ${visible(nameOf(image))}\n`);
  return `${lines.join('')}${counted(images.length)} removed, ${megabytes(bytes)} MB freed\n`;
}

/** Those of an earlier Tackle are known by their names in the store alone. */
function nameOf({ title, id }: { readonly title?: string; readonly id: Digest }): string {
  return title ?? id;
}

function counted(images: number): string {
  return images === 1 ? '1 image' : `${images} images`;
}
