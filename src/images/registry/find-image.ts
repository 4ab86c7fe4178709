import { isUtf8 } from 'node:buffer';
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
import { imageNotForPlatform, imageUnusable, orGone, type Wanted } from './problems.ts';

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
  /** When it was made, where its makers have said so. */
  readonly created?: Date;
}

export interface ImageLayer extends LayerDescriptor {
  /** The digest of the layer's tar archive, unpacked. */
  readonly diffId: Digest;
}

/** What is read of one repository, on one errand; what one server has spoilt another may have whole. */
interface Reading {
  readonly manifest: (
    expected: NonNullable<SmallPart['expected']>,
  ) => Promise<Result<Manifest, ImagesProblem>>;
  readonly config: <T>(
    expected: Descriptor,
    read: (bytes: Buffer) => Result<T, ImagesProblem>,
  ) => Promise<Result<T, ImagesProblem>>;
}

function reading({ endpoints, keyring }: Sources, whole: Errand): Reading {
  /** Reads within the attempt, so that another server is asked where that fails. */
  const fetch = async <T>(
    part: Pick<SmallPart, 'part' | 'expected'> & { readonly path: string },
    read: (bytes: Buffer, contentType: string, wanted: Wanted) => Result<T, ImagesProblem>,
  ): Promise<Result<T, ImagesProblem>> =>
    await attemptAll(endpoints, whole, async (endpoint, errand): Promise<Attempt<T>> => {
      const question = { endpoint, path: part.path, headers: { Accept: ACCEPTED } };
      const got = await fetchBytes({ ...part, question }, keyring, errand);
      if (got.kind !== 'done') return got;
      const value = read(got.value.bytes, got.value.contentType, errand.wanted);
      return value.ok ? done(value.value) : elsewhere(value.error);
    });
  return {
    manifest: (expected) =>
      fetch({ part: 'the manifest', path: `manifests/${expected.digest}`, expected }, readManifest),
    config: (expected, read) =>
      fetch({ part: 'the configuration', path: `blobs/${expected.digest}`, expected }, read),
  };
}

/** The manifest and the configuration for a platform, by the digest of an index or of the manifest itself. */
export async function findImage(
  { digest, platform }: { readonly digest: Digest; readonly platform: Platform },
  sources: Sources,
  errand: Errand,
): Promise<Result<RegistryImage, ImagesProblem>> {
  const read = reading(sources, errand);
  const top = await read.manifest({ digest });
  return top.ok ? await imageWithin(top.value, { digest, platform }, read, errand.wanted) : top;
}

/**
 * The same for each of these platforms that it is made for; a problem where it is for none of them. The digest is one
 * that the registry had once.
 */
export async function findImages(
  { digest, platforms }: { readonly digest: Digest; readonly platforms: readonly Platform[] },
  sources: Sources,
  errand: Errand,
): Promise<Result<ReadonlyMap<Platform, RegistryImage>, ImagesProblem>> {
  const { wanted } = errand;
  const read = reading(sources, errand);
  const top = await read.manifest({ digest });
  if (!top.ok) return err(orGone(top.error, digest, wanted));
  const each = await Promise.all(
    platforms.map(async (platform) => ({
      platform,
      image: await imageWithin(top.value, { digest, platform }, read, wanted),
    })),
  );
  const found = new Map<Platform, RegistryImage>();
  let lacking: ImagesProblem | undefined;
  for (const { platform, image } of each) {
    if (image.ok) found.set(platform, image.value);
    else if (image.error.code === 'images/image-not-for-platform') lacking = image.error;
    else return err(orGone(image.error, digest, wanted));
  }
  return found.size === 0 && lacking !== undefined ? err(lacking) : ok(found);
}

async function imageWithin(
  top: Manifest,
  { digest, platform }: { readonly digest: Digest; readonly platform: Platform },
  read: Reading,
  wanted: Wanted,
): Promise<Result<RegistryImage, ImagesProblem>> {
  let manifest = top;
  let manifestDigest = digest;
  if (manifest.kind === 'index') {
    const entry = choosePlatform(manifest.entries, platform);
    if (entry === undefined) {
      return err(imageNotForPlatform(wanted, platform, platformsOf(manifest.entries)));
    }
    const chosen = await read.manifest(entry);
    if (!chosen.ok) return chosen;
    ({ digest: manifestDigest } = entry);
    manifest = chosen.value;
  }
  if (manifest.kind === 'index') return err(imageUnusable(wanted, 'it is an index of indexes'));

  const { config, layers } = manifest;
  const made = await read.config(config, (bytes) => {
    if (!isUtf8(bytes)) return err(imageUnusable(wanted, 'its configuration is not UTF-8'));
    const text = bytes.toString('utf8');
    const about = readImageConfig(text, { platform, layers: layers.length }, wanted);
    return about.ok ? ok({ text, ...about.value }) : about;
  });
  if (!made.ok) return made;
  const { text, diffIds, created } = made.value;
  const withIds = layers.flatMap((layer, at) => {
    const diffId = diffIds[at];
    return diffId === undefined ? [] : [{ ...layer, diffId }];
  });
  const times = created === undefined ? {} : { created };
  return ok({ manifestDigest, config, configText: text, layers: withIds, ...times });
}
