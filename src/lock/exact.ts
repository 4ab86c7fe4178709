import type { Digest } from '../kernel/brand.ts';

/* What is known beyond doubt of an image for one platform. */

/** Of an image in a registry. */
export interface ExactManifest {
  /** Of the manifest for the platform; the same as that of the whole image, if that has no index. */
  readonly manifest: Digest;
  /** Of the image's configuration, which names every layer: what engines call the image's id. */
  readonly config: Digest;
}

/** Of a root file system built from packages: all that is needed to build the very same again. */
export interface ExactPackages {
  /** Of its tar file, which is its one layer's diff id. */
  readonly rootfs: Digest;
  /** Seconds since 1970: no file in it is newer. */
  readonly epoch: number;
  /** `20260101T000000Z`: the state of the archive it was built from, where that was asked for. */
  readonly snapshot?: string;
  /** Every package in it, by name. */
  readonly packages: readonly ExactPackage[];
  readonly npm: readonly ExactNpmPackage[];
}

export interface ExactPackage {
  readonly name: string;
  readonly version: string;
  /** As dpkg has it: `amd64`, `all`. */
  readonly architecture: string;
  /** Of the `.deb` file. */
  readonly digest: Digest;
}

export interface ExactNpmPackage {
  /** Without `{arch}`. */
  readonly name: string;
  readonly version: string;
  /** Subresource integrity: `sha512-…`. */
  readonly integrity: string;
}
