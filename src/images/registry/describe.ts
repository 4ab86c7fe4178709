import type { Platform } from '../../kernel/platform.ts';
import type { ExactManifest } from '../../lock/exact.ts';
import type { RegistryImage } from './find-image.ts';

/** An image, for each platform that it is made for. */
export type ImageDescription = ReadonlyMap<Platform, PlatformDescription>;

export interface PlatformDescription {
  readonly exact: ExactManifest;
  /** What all of its layers are on their way, in bytes. */
  readonly size: number;
  /** Absent where its makers do not say. */
  readonly created?: Date;
}

/** What people ask of an image before they take it. */
export function describe(images: ReadonlyMap<Platform, RegistryImage>): ImageDescription {
  return new Map([...images].map(([platform, image]) => [platform, describeOne(image)]));
}

function describeOne({
  manifestDigest,
  config,
  layers,
  created,
}: RegistryImage): PlatformDescription {
  const sizes = new Map(layers.map(({ digest, size }) => [digest, size]));
  return {
    exact: { manifest: manifestDigest, config: config.digest },
    size: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    ...(created && { created }),
  };
}
