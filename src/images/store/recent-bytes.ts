import { LONGEST_HEADERS } from './archive-limits.ts';
import { LayerFault } from './layer-fault.ts';

/**
 * The last bytes of a stream by their position in it: what tar-stream has read of an entry's headers and gives only
 * as text.
 */
export class RecentBytes {
  #chunks: { readonly at: number; readonly bytes: Buffer }[] = [];
  #end = 0;
  #kept = 0;

  push(bytes: Buffer): void {
    const at = this.#end;
    this.#end += bytes.length;
    if (this.#end <= this.#kept) return;
    this.#chunks.push({ at, bytes });
    if (this.#end - this.#kept > LONGEST_HEADERS) {
      throw new LayerFault('refused', 'it has headers of more than 16 MiB');
    }
  }

  /** The bytes from where `keepFrom` said, or the beginning, up to `end`. */
  upTo(end: number): Buffer {
    const cut = this.#chunks.map(({ at, bytes }) => {
      const from = Math.max(0, this.#kept - at);
      return bytes.subarray(from, Math.max(from, end - at));
    });
    return cut.length === 1 ? (cut[0] ?? Buffer.alloc(0)) : Buffer.concat(cut);
  }

  /** What lies before is needed no more. */
  keepFrom(position: number): void {
    this.#kept = position;
    this.#chunks = this.#chunks.filter(({ at, bytes }) => at + bytes.length > position);
  }
}
