import { printReference, type ImageReference } from '../../catalog/reference.ts';
import type { DockerfileSource } from '../../catalog/tool.ts';
import { readSmallFile } from '../../host/small-file.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Place } from '../../kernel/place.ts';
import { PLATFORMS, type Platform } from '../../kernel/platform.ts';
import { placesIn } from '../../kernel/text-places.ts';
import { LARGEST_DOCKERFILE } from '../context-files.ts';
import { baseUnreadable, contextUnreadable } from '../context-problems.ts';
import type { ImagesProblem } from '../problems.ts';
import { baseWords } from './base-words.ts';

/** A Dockerfile that has been read for the images that it names. */
export interface ReadBases {
  /** In Latin-1: one character a byte. */
  readonly text: string;
  readonly words: readonly ReadBase[];
}

export interface ReadBase {
  readonly at: readonly number[];
  /** What is wrong with a word that makes no sense here may be none of a builder's. */
  readonly reference: Result<ImageReference, ImagesProblem>;
}

/** The images that a Dockerfile builds on, on a platform, with the words that name them. */
export async function readBases(
  source: DockerfileSource,
  platform: Platform,
): Promise<Result<ReadBases, ImagesProblem>> {
  const { dockerfile } = source;
  let bytes: Buffer;
  try {
    bytes = await readSmallFile(dockerfile, LARGEST_DOCKERFILE);
  } catch (error) {
    return err(contextUnreadable(dockerfile, error));
  }
  const text = bytes.toString('latin1');
  const words = baseWords(text, { ...source, platform }).map(({ at, reference }) => ({
    at,
    reference: reference ? ok(reference) : err(baseUnreadable(placeOf(at, dockerfile, bytes))),
  }));
  return ok({ text, words });
}

function placeOf(at: readonly number[], file: string, bytes: Buffer): Place {
  const inText = (offset: number) => bytes.toString('utf8', 0, offset).length;
  const [start = 0] = at;
  const end = (at.at(-1) ?? start) + 1;
  return placesIn(file, bytes.toString('utf8'))(inText(start), inText(end));
}

/**
 * The images from outside that a Dockerfile builds on, each once and on whatever platform, but for those that name a
 * digest: what `bases` of a pin has to say. `printReference` of one is its name there.
 */
export async function dockerfileBases(
  source: DockerfileSource,
): Promise<Result<readonly ImageReference[], ImagesProblem>> {
  const found = new Map<string, ImageReference>();
  for (const platform of PLATFORMS) {
    const read = await readBases(source, platform);
    if (!read.ok) return read;
    for (const { reference } of read.value.words) {
      if (!reference.ok) return reference;
      const { value } = reference;
      if (value.digest === undefined) found.set(printReference(value), value);
    }
  }
  return ok([...found.values()]);
}
