import { createHash } from 'node:crypto';
import type { Digest } from './brand.ts';

/** The name of exactly this content; a text counts as its UTF-8. */
export function digestOfContent(content: string | Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(content).digest('hex')}` as Digest;
}
