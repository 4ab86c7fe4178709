import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';

/**
 * A real pipe: what Node gives to a child is a socket, which breaks and fills up in other ways. Nothing is
 * read from it before `reader` is asked for.
 */
export class Pipe implements Disposable {
  /** For the child; close it here once the child has it. */
  readonly writing: number;
  #reading: number | undefined;
  #reader: Socket | undefined;

  constructor(directory: string, name: string) {
    const path = join(directory, name);
    execFileSync('mkfifo', [path]);
    // Both ways of opening would wait for the other end; O_NONBLOCK is for this end alone.
    this.#reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    this.writing = openSync(path, constants.O_WRONLY);
    rmSync(path);
  }

  get reader(): Socket {
    if (this.#reading !== undefined) {
      this.#reader = new Socket({ fd: this.#reading, readable: true, writable: false });
      this.#reading = undefined;
    }
    return this.#reader!;
  }

  closeWriting(): void {
    closeSync(this.writing);
  }

  /** The reader goes away: from now on a write to the pipe fails. */
  closeReading(): Promise<void> {
    const gone = new Promise<void>((closed) => this.reader.once('close', () => closed()));
    this.reader.destroy();
    return gone;
  }

  [Symbol.dispose](): void {
    this.reader.destroy();
  }
}
