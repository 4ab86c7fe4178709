import { printByTag, type ImageReference } from '../../catalog/reference.ts';
import { baseWords } from '../../images/dockerfile/base-words.ts';
import { placesIn } from '../../kernel/text-places.ts';
import type { Place } from '../../kernel/place.ts';
import type { Fact, Reader } from '../finding.ts';
import { toolOfImage } from '../known-as.ts';
import { readNumber, readWish } from '../wish.ts';

/** `FROM python:3.8-slim`, in every stage; on the platform that most are for. */
export const dockerfile: Reader = ({ path, text }) => {
  // The reader of Dockerfiles counts bytes.
  const bytes = Buffer.from(text).toString('latin1');
  const placeOf = placesIn(path, bytes);
  return baseWords(bytes, { args: {}, platform: 'linux/amd64' }).flatMap(({ at, reference }) => {
    const [start = 0] = at;
    const fact = reference && imageFact(reference, placeOf(start, (at.at(-1) ?? start) + 1));
    return fact ? [fact] : [];
  });
};

/** What an image that tools are known by says of its tool; nothing for any other image. */
export function imageFact(reference: ImageReference, place: Place): Fact | undefined {
  const tool = toolOfImage(reference.repository);
  if (tool === undefined) return undefined;
  const wish = tagWish(reference.tag ?? 'latest');
  const name = printByTag(reference).replace(/^docker\.io\/(?:library\/)?/, '');
  return {
    kind: 'fact',
    tool,
    ...(wish && { wish }),
    says: `builds on ${name}`,
    place,
    voice: 'container',
  };
}

/** `3.8-slim`; `1-3.11-bookworm` and `dev-3.11`, as images for devcontainers are tagged; `lts-alpine`, `latest`. */
function tagWish(tag: string): Fact['wish'] {
  const version = /^(?:[0-9]+(?:\.[0-9]+){0,2}|dev)-(?=[0-9])(.*)$/.exec(tag)?.[1] ?? tag;
  const [word = ''] = version.split('-');
  return readNumber(word) ?? readWish(word);
}
