import type { ImageParts } from '../images/image-parts.ts';
import { rootfsConfig } from '../images/rootfs-config.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Pin } from '../lock/pin.ts';

/**
 * An image as it leaves a machine and comes to another. Of packages the root file system is all that is locked: what a
 * config may add (variables, a user) was somebody's, and every project with the same packages would get it.
 */
export function bundledParts(pin: Pin, platform: Platform, parts: ImageParts): ImageParts {
  if (pin.kind !== 'packages' || pin.exact === undefined) return parts;
  return { ...parts, config: rootfsConfig(pin.exact.rootfs, platform) };
}
