import type { ImageReference } from '../catalog/reference.ts';
import type { EngineName } from '../config/config.ts';
import type { Readable } from 'node:stream';
import type { Digest } from '../kernel/brand.ts';
import type { LocalPin, Pin, RegistryPin } from '../lock/pin.ts';
import type { Platform } from '../kernel/platform.ts';

/**
 * An engine of this machine as one that has images: another takes over what it lacks itself. Nothing is pulled or
 * built for it. Rejects with whatever goes wrong: who asks goes on without it. When the signal is aborted, nothing stays
 * under way that would keep this process.
 */
export interface Donor {
  readonly engine: EngineName;
  /** What a tag means to it; nothing when it has no such image. */
  readonly find: (
    reference: ImageReference,
    signal: AbortSignal,
  ) => Promise<LocalPin | RegistryPin | undefined>;
  /** The very image of the pin; nothing when it has none. */
  readonly give: (pin: Pin, platform: Platform, signal: AbortSignal) => Promise<Gift | undefined>;
}

/** An image on its way from another engine. */
export interface Gift {
  /** By which what comes is proved: the image's config, manifest or index has it. */
  readonly id: Digest;
  /** About so many bytes. */
  readonly size: number;
  /** Opens what `docker save` writes. */
  readonly archive: () => Promise<Readable>;
}

/** Looks who there is, when it is needed. */
export type Donors = () => Promise<readonly Donor[]>;

export const NO_DONORS: Donors = () => Promise.resolve([]);
