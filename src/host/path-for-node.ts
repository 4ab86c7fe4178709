import { encodeBytes, isUtf8 } from '../kernel/byte-text.ts';

/** A path as `node:fs` takes it: a string is what it would encode itself, and lose bytes that are no UTF-8. */
export function pathForNode(path: string): string | Buffer {
  return isUtf8(path) ? path : encodeBytes(path);
}
