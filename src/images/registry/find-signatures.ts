import * as v from 'valibot';
import { digestOf, type Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { ImagesProblem } from '../problems.ts';
import type { Attempt, Errand } from './attempt.ts';
import { attemptAll, done } from './attempt.ts';
import { fetchBytes, type SmallPart } from './fetch-bytes.ts';
import type { Sources } from './find-image.ts';
import { ACCEPTED } from './media-types.ts';
import { registryOddAnswer } from './problems.ts';
import type { Signature } from './verify-signature.ts';

const SIGNED = 'application/vnd.dev.cosign.simplesigning.v1+json';
const SIGNATURE = 'dev.cosignproject.cosign/signature';
/** More than anybody has; each is a request. */
const MOST = 32;

const Signatures = v.object({
  layers: v.array(
    v.object({
      mediaType: v.string(),
      digest: v.string(),
      size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      annotations: v.nullish(v.record(v.string(), v.string()), {}),
    }),
  ),
});

/** The tag under which cosign keeps them beside the image (sigstore/cosign, `specs/SIGNATURE_SPEC.md`). */
export function signatureTag(digest: Digest): string {
  return `${digest.replace(':', '-')}.sig`;
}

/** The signatures of a digest that its registry has; none where it has none. Nothing in them is believed yet. */
export async function findSignatures(
  digest: Digest,
  { endpoints, keyring }: Sources,
  errand: Errand,
): Promise<Result<readonly Signature[], ImagesProblem>> {
  const fetch = (part: Omit<SmallPart, 'question'>, path: string) =>
    attemptAll(endpoints, errand, async (endpoint, there): Promise<Attempt<Buffer>> => {
      const question = { endpoint, path, headers: { Accept: ACCEPTED } };
      const got = await fetchBytes({ ...part, question }, keyring, there);
      return got.kind === 'done' ? done(got.value.bytes) : got;
    });
  const list = await fetch({ part: 'its signatures' }, `manifests/${signatureTag(digest)}`);
  if (!list.ok) return list.error.code === 'images/image-not-found' ? ok([]) : list;
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Signatures), list.value.toString());
  if (!read.success) {
    return err(registryOddAnswer(errand.wanted, 'what should be its signatures is none'));
  }
  const found: Signature[] = [];
  for (const layer of read.output.layers.slice(0, MOST)) {
    const signature = layer.annotations[SIGNATURE];
    const payload = digestOf(layer.digest);
    if (layer.mediaType !== SIGNED || signature === undefined || payload === undefined) continue;
    const expected = { digest: payload, size: layer.size };
    const bytes = await fetch({ part: 'what is signed', expected }, `blobs/${payload}`);
    if (!bytes.ok) return bytes;
    found.push({ payload: bytes.value, signature });
  }
  return ok(found);
}
