import { CountedOutput } from '../counted-output.ts';

const HEADER_BYTES = 8;

/**
 * Takes the daemon's frames off a stream and leaves the bytes. A frame is a header (one byte stream
 * type, three zero, four big-endian length) and as many bytes; both may be split anywhere.
 */
export class Unframing extends CountedOutput {
  #header = Buffer.alloc(0);
  #remaining = 0;

  protected override *outputIn(chunk: Buffer): Generator<Buffer> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#remaining > 0) {
        const part = rest.subarray(0, this.#remaining);
        this.#remaining -= part.length;
        rest = rest.subarray(part.length);
        yield part;
        continue;
      }
      const missing = HEADER_BYTES - this.#header.length;
      this.#header = Buffer.concat([this.#header, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      if (this.#header.length < HEADER_BYTES) return;
      this.#remaining = this.#header.readUInt32BE(4);
      this.#header = Buffer.alloc(0);
    }
  }
}
