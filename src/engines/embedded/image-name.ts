import type { Digest } from '../../kernel/brand.ts';
import { digestOfContent } from '../../kernel/digest.ts';
import type { Pin } from '../../lock/pin.ts';
import { idsOf } from '../locked-image.ts';
import { imageName } from '../../plan/image-name.ts';
import type { Platform } from '../../kernel/platform.ts';

/**
 * What the store finds an image by: what a pin means, for one platform. An image of a registry by its name too: who
 * may not pull it from there does not get it because somebody else could.
 */
export function storedName(pin: Pin, platform: Platform): Digest {
  return digestOfContent(`${imageName(pin)} ${platform}`);
}

/**
 * All by which the store may have it. What came out of a bundle, or from an engine that has it by no name of its
 * registry, is there by what it is: that a digest of a registry led to it is a lock's word alone, which may be anybody's.
 */
export function storedNames(pin: Pin, platform: Platform): readonly [Digest, ...Digest[]] {
  return [storedName(pin, platform), ...idsOf(pin).map((id) => storedById(id, platform))];
}

/** The name of what is there by the digest of its config, and by no other. */
export function storedById(id: Digest, platform: Platform): Digest {
  return storedName({ kind: 'local', name: id, id }, platform);
}
