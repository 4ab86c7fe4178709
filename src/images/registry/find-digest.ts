import type { ImageReference } from '../../catalog/reference.ts';
import type { Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import type { ImagesProblem } from '../problems.ts';
import { askRegistry } from './ask-registry.ts';
import type { Attempt, Errand } from './attempt.ts';
import { attemptAll, done, elsewhere } from './attempt.ts';
import { announcedDigest, fetchBytes, refusedType } from './fetch-bytes.ts';
import type { Sources } from './find-image.ts';
import { readManifest } from './manifest.ts';
import { ACCEPTED, manifestKind, mediaTypeOf } from './media-types.ts';

/** A server need not know HEAD, or not for this: then GET says more. */
const NO_HEAD = [400, 405, 406, 415, 501];

/**
 * The digest that a tag stands for now: of the index, or of the manifest where there is no index. By HEAD, which
 * registries count less; by GET and a digest of our own where that says too little.
 */
export async function findDigest(
  { tag = 'latest' }: ImageReference,
  { endpoints, keyring }: Sources,
  whole: Errand,
): Promise<Result<Digest, ImagesProblem>> {
  const asked = { path: `manifests/${tag}`, headers: { Accept: ACCEPTED } };
  return await attemptAll(endpoints, whole, async (endpoint, errand): Promise<Attempt<Digest>> => {
    const question = { ...asked, endpoint };
    const head = { ...question, method: 'HEAD', welcome: [200, ...NO_HEAD] } as const;
    const came = await askRegistry(head, keyring, errand);
    if (came.kind !== 'done') return came;
    const { status, headers } = came.value;
    const type = mediaTypeOf(headers.get('content-type'));
    const digest = announcedDigest(came.value);
    const refused = status === 200 ? refusedType(type, errand) : undefined;
    if (refused !== undefined) return refused;
    if (status === 200 && digest !== undefined && manifestKind(type) !== undefined) {
      return done(digest);
    }
    const got = await fetchBytes({ question, part: 'the manifest' }, keyring, errand);
    if (got.kind !== 'done') return got;
    const read = readManifest(got.value.bytes, got.value.contentType, errand.wanted);
    return read.ok ? done(got.value.digest) : elsewhere(read.error);
  });
}
