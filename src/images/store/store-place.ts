import { hexOf, type Digest } from '../../kernel/brand.ts';

/*
 *     layers/HEX/list.json     what the layer says
 *     layers/HEX/files/N       what its files hold, by number
 *     images/HEX/image.json    layers and config
 *     images/HEX/root/         the file system: directories, symbolic links, hard links to layers' files
 *     tmp/OWNER/               what a process is making, and what it needs to stay
 */

export const LAYERS = 'layers';
export const IMAGES = 'images';
export const TMP = 'tmp';

export const LIST = 'list.json';
export const FILES = 'files';
export const RECORD = 'image.json';
export const ROOT = 'root';

/** The store's directory: absolute. */
export type StorePlace = string;

export function layerDir(store: StorePlace, layer: Digest): string {
  return `${store}/${LAYERS}/${hexOf(layer)}`;
}

export function imageDir(store: StorePlace, image: Digest): string {
  return `${store}/${IMAGES}/${hexOf(image)}`;
}
