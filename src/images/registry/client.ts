import type { Readable } from 'node:stream';
import type { Registries } from '../../catalog/asked-at.ts';
import type { ImageReference } from '../../catalog/reference.ts';
import { printByTag } from '../../catalog/reference.ts';
import type { Digest } from '../../kernel/brand.ts';
import type { Problem } from '../../kernel/problem.ts';
import type { Result } from '../../kernel/result.ts';
import { ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import { PLATFORMS, type Platform } from '../../kernel/platform.ts';
import type { ImagesProblem } from '../problems.ts';
import type { Errand } from './attempt.ts';
import type { FindCredentials } from './credentials.ts';
import { endpointsFor, type Endpoint } from './endpoints.ts';
import { findDigest } from './find-digest.ts';
import { describe, type ImageDescription } from './describe.ts';
import {
  findImage,
  findImages,
  type ImageLayer,
  type RegistryImage,
  type Sources,
} from './find-image.ts';
import { findSignatures } from './find-signatures.ts';
import { Keyring } from './keyring.ts';
import type { Descriptor } from './manifest.ts';
import { openBlob } from './open-blob.ts';
import { REAL_PACE, type Pace } from './pace.ts';
import type { Signature } from './verify-signature.ts';
import { pullLayers, type TakeLayer } from './pull-layers.ts';

export interface RegistryOptions {
  /** What the user is logged in with: `dockerCredentials(env)`. */
  readonly credentials: FindCredentials;
  readonly registries?: Registries | undefined;
  /** In place of the system's clock, dice and timers. */
  readonly pace?: Pace;
}

/**
 * A client of registries (OCI distribution, Docker registry v2). It keeps tokens in memory and nothing else; what it
 * hands out has been verified against the digest it was asked by, but for a blob, which is verified as it passes.
 */
export class RegistryClient {
  readonly #keyring: Keyring;
  readonly #registries: Registries | undefined;
  readonly #pace: Pace;

  constructor({ credentials, registries, pace = REAL_PACE }: RegistryOptions) {
    this.#keyring = new Keyring(credentials);
    this.#registries = registries;
    this.#pace = pace;
  }

  /** The digest that the reference stands for now. Nobody is asked where it names one itself. */
  async resolve(reference: ImageReference, work: Work): Promise<Result<Digest, ImagesProblem>> {
    if (reference.digest !== undefined) return ok(reference.digest);
    return await this.#visibly(reference, work, (sources, errand) =>
      findDigest(reference, sources, errand),
    );
  }

  /** What an image consists of, for a platform. The digest is that of an index or of a manifest. */
  async manifestFor(
    reference: ImageReference,
    digest: Digest,
    platform: Platform,
    work: Work,
  ): Promise<Result<RegistryImage, ImagesProblem>> {
    return await this.#visibly(reference, work, (sources, errand) =>
      findImage({ digest, platform }, sources, errand),
    );
  }

  /**
   * What an image is on each of Tackle's platforms that it is made for. The digest is one that the registry had once:
   * where it is gone, the problem is `images/image-not-found` and says so.
   */
  async describe(
    reference: ImageReference,
    digest: Digest,
    work: Work,
  ): Promise<Result<ImageDescription, ImagesProblem>> {
    const found = await this.#visibly(reference, work, (sources, errand) =>
      findImages({ digest, platforms: PLATFORMS }, sources, errand),
    );
    return found.ok ? ok(describe(found.value)) : found;
  }

  /** The signatures of a digest, as cosign keeps them beside the image; nothing in them is believed yet. */
  async signatures(
    reference: ImageReference,
    digest: Digest,
    work: Work,
  ): Promise<Result<readonly Signature[], ImagesProblem>> {
    return await this.#visibly(reference, work, (sources, errand) =>
      findSignatures(digest, sources, errand),
    );
  }

  /** The raw bytes of one blob. The stream fails with a `BlobFailure`, which holds the problem. */
  openBlob(
    reference: ImageReference,
    blob: Descriptor,
    work: Work,
  ): Result<Readable, ImagesProblem> {
    const sources = this.#sources(reference);
    return sources.ok ? ok(openBlob(blob, sources.value, this.#errand(reference, work))) : sources;
  }

  /**
   * Fetches those layers that are wanted, three at a time, and hands each to `take` as it comes.
   * @param here how many other layers of the image are here already: so many are done from the beginning
   */
  async pullLayers<P extends Problem>(
    reference: ImageReference,
    layers: readonly ImageLayer[],
    take: TakeLayer<ImageLayer, P>,
    work: Work,
    here = 0,
  ): Promise<Result<void, P | ImagesProblem>> {
    return await this.#visibly(reference, work, (sources, errand) =>
      pullLayers(
        layers,
        (layer, own, passed, not) => openBlob(layer, without(sources, not), own, passed),
        take,
        errand,
        here,
      ),
    );
  }

  async #visibly<T, P>(
    reference: ImageReference,
    work: Work,
    act: (sources: Sources, errand: Errand) => Promise<Result<T, P>>,
  ): Promise<Result<T, P | ImagesProblem>> {
    const sources = this.#sources(reference);
    if (!sources.ok) return sources;
    const errand = this.#errand(reference, work);
    const subject = errand.wanted.image;
    work.report({ kind: 'started', task: 'pull', subject });
    const came = await act(sources.value, errand);
    if (came.ok) work.report({ kind: 'finished', task: 'pull', subject });
    return came;
  }

  #sources(reference: ImageReference): Result<Sources, ImagesProblem> {
    const endpoints = endpointsFor(reference, this.#registries);
    return endpoints.ok ? ok({ endpoints: endpoints.value, keyring: this.#keyring }) : endpoints;
  }

  #errand(reference: ImageReference, work: Work): Errand {
    const { registry } = reference;
    return { wanted: { registry, image: printByTag(reference) }, pace: this.#pace, work };
  }
}

/** All may be left out but the last. */
function without({ endpoints, keyring }: Sources, not: ReadonlySet<Endpoint>): Sources {
  const [last, ...others] = endpoints.toReversed() as [Endpoint, ...Endpoint[]];
  const left = others.filter((each) => !not.has(each)).reverse();
  return { endpoints: [...left, last], keyring };
}
