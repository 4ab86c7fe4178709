import type { Readable, Writable } from 'node:stream';

/** Which end of a copy broke, and why. */
export interface Break {
  readonly end: 'source' | 'sink';
  readonly error: NodeJS.ErrnoException;
}

/**
 * Copies until the source has ended or an end breaks, as fast as the sink takes it: every byte was
 * handed to the kernel when this settles. A source whose sink broke is destroyed, so that its writer feels
 * it. The sink stays open. Never rejects.
 */
export async function copy(source: Readable, sink: Writable): Promise<Break | undefined> {
  // The write that fails is told of it; the event, which comes later, would end the process.
  sink.on('error', () => undefined);
  try {
    for await (const chunk of source) {
      const error = await write(sink, chunk as Buffer);
      if (error) return { end: 'sink', error };
    }
    return undefined;
  } catch (error) {
    return { end: 'source', error: error as Error };
  }
}

function write(sink: Writable, chunk: Buffer): Promise<Error | null | undefined> {
  return new Promise((settle) => void sink.write(chunk, settle));
}
