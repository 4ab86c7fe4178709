import { Transform, type TransformCallback } from 'node:stream';

const HEADER_BYTES = 8;

/**
 * Takes the daemon's frames off a stream and leaves the bytes. A frame is a header (one byte stream
 * type, three zero, four big-endian length) and as many bytes; both may be split anywhere.
 */
export class Unframing extends Transform {
  #header = Buffer.alloc(0);
  #remaining = 0;
  #came = 0;
  #total = Infinity;

  /** Ends after so many bytes in all, whatever the connection does. */
  endAfter(total: number): void {
    this.#total = total;
    this.#endWhenWhole();
  }

  /** Whether bytes are missing of those that were announced to `endAfter`. */
  get isShort(): boolean {
    return this.#total < Infinity && this.#came < this.#total;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#remaining > 0) {
        const part = rest.subarray(0, this.#remaining);
        this.#remaining -= part.length;
        this.#came += part.length;
        rest = rest.subarray(part.length);
        this.push(part);
        continue;
      }
      const missing = HEADER_BYTES - this.#header.length;
      this.#header = Buffer.concat([this.#header, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      if (this.#header.length < HEADER_BYTES) break;
      this.#remaining = this.#header.readUInt32BE(4);
      this.#header = Buffer.alloc(0);
    }
    this.#endWhenWhole();
    done();
  }

  #endWhenWhole(): void {
    if (this.#came >= this.#total) this.end();
  }
}
