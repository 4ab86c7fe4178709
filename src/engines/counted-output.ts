import { Transform, type TransformCallback } from 'node:stream';

/** An output on its way from init, which says on the link how many bytes there are. */
export class CountedOutput extends Transform {
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
    for (const part of this.outputIn(chunk)) {
      this.#came += part.length;
      this.push(part);
    }
    this.#endWhenWhole();
    done();
  }

  /** What of a chunk is output: all of it, where nothing wraps it. */
  protected outputIn(chunk: Buffer): Iterable<Buffer> {
    return [chunk];
  }

  #endWhenWhole(): void {
    if (this.#came >= this.#total) this.end();
  }
}
