import type { Digest } from '../kernel/brand.ts';
import { digestOfContent } from '../kernel/digest.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * The name of everything that decides what a Dockerfile builds, as far as it can be known: what is in its context,
 * and the images it builds on where those are pinned.
 */
export function dockerfileKey(context: Digest, bases: Readonly<Record<string, Digest>>): Digest {
  if (Object.keys(bases).length === 0) return context;
  return digestOfContent(canonicalJson({ context, bases }));
}
