import type { Digest } from '../../kernel/brand.ts';
import { digestOfContent } from '../../kernel/digest.ts';
import type { Pin } from '../../lock/pin.ts';
import { imageName } from '../../plan/image-name.ts';
import type { Platform } from '../../kernel/platform.ts';

/**
 * What the store finds an image by: what a pin means, for one platform. An image of a registry by its name too: who
 * may not pull it from there does not get it because somebody else could.
 */
export function storedName(pin: Pin, platform: Platform): Digest {
  return digestOfContent(`${imageName(pin)} ${platform}`);
}
