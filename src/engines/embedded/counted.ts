import { Transform, type TransformCallback } from 'node:stream';
import type { CountedOutput } from '../running.ts';

/** Bytes as they come, counted. */
export class Counted extends Transform implements CountedOutput {
  #came = 0;
  #total = Infinity;

  endAfter(total: number): void {
    this.#total = total;
    this.#endWhenWhole();
  }

  get isShort(): boolean {
    return this.#total < Infinity && this.#came < this.#total;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#came += chunk.length;
    this.push(chunk);
    this.#endWhenWhole();
    done();
  }

  #endWhenWhole(): void {
    if (this.#came >= this.#total) this.end();
  }
}
