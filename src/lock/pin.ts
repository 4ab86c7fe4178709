import type { DockerfileSource, ImageSource, PackagesRecipe } from '../catalog/tool.ts';
import type { Digest } from '../kernel/brand.ts';
import type { ExactManifest, ExactPackages } from './exact.ts';

/**
 * The exact counterpart of a `Source`: what runs, beyond doubt. A plan holds nothing less exact,
 * and there is no way from a tag to a pin but through `cli/find-pin.ts`, which asks the engine for a digest.
 */
export type Pin = RegistryPin | LocalPin | PackagesPin | DockerfilePin;

/** An image in a registry, by the digest of its index (or of its manifest, if it has no index). */
export interface RegistryPin {
  readonly kind: 'registry';
  readonly registry: string;
  readonly repository: string;
  /** What was asked for; shown to people, never used to find the image. */
  readonly tag?: string;
  readonly digest: Digest;
  /** What `tackle.lock` says it is for the platform that it runs on. */
  readonly exact?: ExactManifest;
  /** Who has to have signed the digest before anything of it runs. */
  readonly signedBy?: NonNullable<ImageSource['signedBy']>;
}

/** An image that only the engine has (made by hand, never pushed), by the id the engine gives it. */
export interface LocalPin {
  readonly kind: 'local';
  /** The name it was asked by; shown to people. */
  readonly name: string;
  readonly id: Digest;
}

/**
 * A root file system built from packages; the key covers everything that decides its content. Where `tackle.lock` says
 * what exactly is in it, the key is the digest of the root file system itself.
 */
export interface PackagesPin {
  readonly kind: 'packages';
  readonly recipe: PackagesRecipe;
  readonly key: Digest;
  readonly exact?: ExactPackages;
}

/** An image built from a Dockerfile; the key covers the file, its context, target and arguments. */
export interface DockerfilePin {
  readonly kind: 'dockerfile';
  readonly source: DockerfileSource;
  readonly key: Digest;
  /** The digest of each image that it builds on, by the word for it; from `tackle.lock`, and covered by the key. */
  readonly bases?: Readonly<Record<string, Digest>>;
}
