import type { ImageParts } from '../images/image-parts.ts';
import type { Digest } from '../kernel/brand.ts';
import { digestOfContent } from '../kernel/digest.ts';
import type { Pin } from '../lock/pin.ts';

/** What an engine knows of an image that it has. */
export interface ImageHere {
  /** What the engine calls it: the digest of its config, of its manifest or of its index. */
  readonly id: string;
  /** The diff ids of its layers. */
  readonly layers: readonly string[];
}

export interface Difference {
  readonly locked: Digest;
  readonly here: string;
}

/** In what an image is not what `tackle.lock` says of the pin; nothing where it is, or where nothing is locked. */
export function differenceOf(pin: Pin, { id, layers }: ImageHere): Difference | undefined {
  if (pin.kind === 'registry' && pin.exact !== undefined) {
    const { config, manifest } = pin.exact;
    const same = [config, manifest, pin.digest].some((digest) => digest === id);
    return same ? undefined : { locked: config, here: id };
  }
  if (pin.kind === 'packages' && pin.exact !== undefined) {
    const { rootfs } = pin.exact;
    const same = layers.length === 1 && layers[0] === rootfs;
    return same ? undefined : { locked: rootfs, here: layers.join(' ') };
  }
  return undefined;
}

/** The same of an image in its parts, whose layers are what its config says they are. */
export function differenceIn(pin: Pin, { config, layers }: ImageParts): Difference | undefined {
  const diffIds = layers.map(({ diffId }) => diffId);
  return differenceOf(pin, { id: digestOfContent(config), layers: diffIds });
}

/**
 * By which an engine may have the image of a registry without having its name. Not where somebody has to have signed it:
 * what is signed is the digest, and only its registry knows what that leads to.
 */
export function idsOf(pin: Pin): readonly Digest[] {
  if (pin.kind !== 'registry' || pin.exact === undefined || pin.signedBy !== undefined) return [];
  return [pin.exact.config, pin.exact.manifest];
}
