import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import * as v from 'valibot';
import type { Digest } from '../../kernel/brand.ts';

/** What somebody has signed, and the signature. */
export interface Signature {
  /** "Simple signing": JSON that says which digest is meant. */
  readonly payload: Buffer;
  /** Base64. */
  readonly signature: string;
}

const Payload = v.object({
  critical: v.object({
    type: v.literal('cosign container image signature'),
    image: v.object({ 'docker-manifest-digest': v.string() }),
  }),
});

/** A public key as PEM; nothing for another text. */
export function publicKey(pem: string): KeyObject | undefined {
  // `createPublicKey` makes one out of a private key as well, which nobody should leave here.
  if (!/^\s*-----BEGIN PUBLIC KEY-----/.test(pem)) return undefined;
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

/**
 * Why a signature does not say that the digest is this key's; nothing when it does. ECDSA (any curve, SHA-256 as cosign
 * has it), Ed25519 and RSA (PKCS #1).
 */
export function faultOf(
  { payload, signature }: Signature,
  digest: Digest,
  key: KeyObject,
): string | undefined {
  // Ed25519 hashes by itself.
  const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  if (!verify(hash, payload, key, Buffer.from(signature, 'base64'))) {
    return 'a signature that was made with another key, or of something else';
  }
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Payload), payload.toString('utf8'));
  if (!read.success) return 'a signature of what is no statement about an image';
  const signed = read.output.critical.image['docker-manifest-digest'];
  return signed === digest ? undefined : `a signature of \`${signed}\``;
}
