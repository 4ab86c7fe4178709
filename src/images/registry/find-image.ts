import { isUtf8 } from 'node:buffer';
import type { ImageReference } from '../../catalog/reference.ts';
import type { Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { ImagesProblem } from '../problems.ts';
import type { Attempt, Errand } from './attempt.ts';
import { attemptAll, done, elsewhere } from './attempt.ts';
import { choosePlatform, platformsOf } from './choose-platform.ts';
import type { Endpoint } from './endpoints.ts';
import { fetchBytes, type SmallPart } from './fetch-bytes.ts';
import { readImageConfig } from './image-config.ts';
import type { Keyring } from './keyring.ts';
import type { Descriptor, LayerDescriptor, Manifest } from './manifest.ts';
import { readManifest } from './manifest.ts';
import { ACCEPTED } from './media-types.ts';
import { imageNotForPlatform, imageUnusable } from './problems.ts';

/** Whom an image is asked of, and with what. */
export interface Sources {
  readonly endpoints: readonly [...Endpoint[], Endpoint];
  readonly keyring: Keyring;
}

/** An image for one platform; all but the layers is here and verified. */
export interface RegistryImage {
  /** Of the manifest for the platform; that of the index is another. */
  readonly manifestDigest: Digest;
  readonly config: Descriptor;
  /** The configuration's very bytes, which are JSON in UTF-8. */
  readonly configText: string;
  /** The lowest first. One digest may stand here twice. */
  readonly layers: readonly ImageLayer[];
}

export interface ImageLayer extends LayerDescriptor {
  /** The digest of the layer's tar archive, unpacked. */
  readonly diffId: Digest;
}

/** The manifest and the configuration for a platform, by the digest of an index or of the manifest itself. */
export async function findImage(
  { repository }: ImageReference,
  { digest, platform }: { readonly digest: Digest; readonly platform: Platform },
  { endpoints, keyring }: Sources,
  errand: Errand,
): Promise<Result<RegistryImage, ImagesProblem>> {
  const { wanted } = errand;
  /** Reads within the attempt: what one server has spoilt another may have whole. */
  const fetch = async <T>(
    part: Pick<SmallPart, 'part' | 'expected'> & { readonly path: string },
    read: (bytes: Buffer, contentType: string) => Result<T, ImagesProblem>,
  ): Promise<Result<T, ImagesProblem>> =>
    await attemptAll(endpoints, errand, async (endpoint): Promise<Attempt<T>> => {
      const question = { endpoint, repository, path: part.path, headers: { Accept: ACCEPTED } };
      const got = await fetchBytes({ ...part, question }, keyring, errand);
      if (got.kind !== 'done') return got;
      const value = read(got.value.bytes, got.value.contentType);
      return value.ok ? done(value.value) : elsewhere(value.error);
    });
  const manifestAt = async (expected: NonNullable<SmallPart['expected']>) =>
    await fetch<Manifest>(
      { part: 'the manifest', path: `manifests/${expected.digest}`, expected },
      (bytes, contentType) => readManifest(bytes, contentType, wanted),
    );

  const top = await manifestAt({ digest });
  if (!top.ok) return top;
  let manifest = top.value;
  let manifestDigest = digest;
  if (manifest.kind === 'index') {
    const entry = choosePlatform(manifest.entries, platform);
    if (entry === undefined) {
      return err(imageNotForPlatform(wanted, platform, platformsOf(manifest.entries)));
    }
    const chosen = await manifestAt(entry);
    if (!chosen.ok) return chosen;
    ({ digest: manifestDigest } = entry);
    manifest = chosen.value;
  }
  if (manifest.kind === 'index') return err(imageUnusable(wanted, 'it is an index of indexes'));

  const { config, layers } = manifest;
  const made = await fetch(
    { part: 'the configuration', path: `blobs/${config.digest}`, expected: config },
    (bytes) => {
      if (!isUtf8(bytes)) return err(imageUnusable(wanted, 'its configuration is not UTF-8'));
      const text = bytes.toString('utf8');
      const read = readImageConfig(text, { platform, layers: layers.length }, wanted);
      return read.ok ? ok({ text, diffIds: read.value }) : read;
    },
  );
  if (!made.ok) return made;
  const { text, diffIds } = made.value;
  const withIds = layers.flatMap((layer, at) => {
    const diffId = diffIds[at];
    return diffId === undefined ? [] : [{ ...layer, diffId }];
  });
  return ok({ manifestDigest, config, configText: text, layers: withIds });
}
