import type { Readable } from 'node:stream';

/** Reads a stream as it comes, and lets a test wait for words instead of for time. */
export class Capture {
  /** Settles with all the bytes when the stream has ended. */
  readonly whole: Promise<Buffer>;
  readonly #chunks: Buffer[] = [];
  #look: () => void = () => undefined;
  #over = false;

  constructor(stream: Readable) {
    stream.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#look();
    });
    this.whole = new Promise((resolve) => {
      const end = (): void => {
        this.#over = true;
        this.#look();
        resolve(this.bytes);
      };
      stream.once('end', end).once('close', end).on('error', end);
    });
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.bytes.toString();
  }

  /** Settles when the words have arrived; throws with what did arrive when the stream ends without. */
  async until(words: string): Promise<void> {
    while (!this.text.includes(words)) {
      if (this.#over) throw new Error(`ended without ${JSON.stringify(words)}: ${this.text}`);
      await new Promise<void>((look) => (this.#look = look));
    }
  }
}
