import { sign, type KeyObject } from 'node:crypto';
import { signatureTag } from '../../src/images/registry/find-signatures.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import type { Pusher } from './push.ts';
import { descriptor, OCI, part } from './sample-image.ts';

/** What `cosign generate IMAGE@DIGEST` prints. */
export function statement(of: Digest): Buffer {
  const critical = {
    identity: { 'docker-reference': 'registry.example.org/team/tool' },
    image: { 'docker-manifest-digest': of },
    type: 'cosign container image signature',
  };
  return Buffer.from(JSON.stringify({ critical, optional: null }));
}

export function signatureOf(payload: Buffer, key: KeyObject): string {
  const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  return sign(hash, payload, key).toString('base64');
}

/** Puts statements beside an image, each signed with a key, as `cosign sign --key` does. */
export async function pushSignatures(
  pusher: Pusher,
  of: Digest,
  signed: readonly (readonly [statement: Buffer, key: KeyObject])[],
): Promise<void> {
  const layers = signed.map(([payload]) =>
    part(payload, 'application/vnd.dev.cosign.simplesigning.v1+json'),
  );
  const config = part({}, `${OCI}.config.v1+json`);
  const mediaType = `${OCI}.manifest.v1+json`;
  const described = signed.map(([payload, key], index) => ({
    ...descriptor(layers[index]!),
    annotations: { 'dev.cosignproject.cosign/signature': signatureOf(payload, key) },
  }));
  const about = { schemaVersion: 2, mediaType, config: descriptor(config), layers: described };
  await pusher.push({ layers, config, manifest: part(about, mediaType) }, signatureTag(of));
}
