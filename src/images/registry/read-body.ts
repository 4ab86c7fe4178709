import { reasonOf } from '../ask-http.ts';
import type { Errand } from './attempt.ts';

/** How long a server may pause in the middle of a body. */
const IDLE_MS = 30_000;
const SILENT = `nothing came for ${IDLE_MS / 1000} seconds`;

/** How a body ended. */
export type BodyEnd =
  | { readonly kind: 'whole' }
  /** The connection broke, or nothing came for too long. */
  | { readonly kind: 'broken'; readonly why: string }
  /** Whoever took the bytes wants no more. */
  | { readonly kind: 'enough' };

/**
 * Reads a body to its end, chunk by chunk, the next only when the last is taken.
 * @param take says whether to go on
 */
export async function readBody(
  response: Response,
  { pace, work: { signal } }: Pick<Errand, 'pace' | 'work'>,
  take: (chunk: Buffer) => boolean | Promise<boolean>,
): Promise<BodyEnd> {
  if (response.body === null) return { kind: 'whole' };
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const silence = { tooLong: false };
  // Ends a read under way too, and closes the connection. Once the answer has begun, `fetch` may have lost sight of its
  // own signal (nodejs/undici#3644).
  const close = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', close, { once: true });
  try {
    for (;;) {
      const forget = pace.after(IDLE_MS, () => {
        silence.tooLong = true;
        close();
      });
      const { done, value } = await reader.read().finally(forget);
      if (silence.tooLong) return { kind: 'broken', why: SILENT };
      if (signal.aborted) return { kind: 'broken', why: 'given up' };
      if (done) return { kind: 'whole' };
      const chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      if (!(await take(chunk))) return { kind: 'enough' };
    }
  } catch (error) {
    return { kind: 'broken', why: reasonOf(error) };
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

/** A body that fits into memory; `enough` when it is longer than `limit` bytes. */
export async function readSmall(
  response: Response,
  errand: Pick<Errand, 'pace' | 'work'>,
  limit: number,
): Promise<BodyEnd & { readonly bytes: Buffer }> {
  const chunks: Buffer[] = [];
  let length = 0;
  const end = await readBody(response, errand, (chunk) => {
    length += chunk.length;
    if (length > limit) return false;
    chunks.push(chunk);
    return true;
  });
  return { ...end, bytes: Buffer.concat(chunks) };
}

/** Forgets the body of an answer, so that its connection is free again. */
export function dropBody(response: Response): void {
  void response.body?.cancel().catch(() => undefined);
}
