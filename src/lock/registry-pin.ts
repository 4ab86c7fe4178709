import type { ImageReference } from '../catalog/reference.ts';
import type { Digest } from '../kernel/brand.ts';
import type { RegistryPin } from './pin.ts';

/** The pin of an image in a registry, once its digest is known. */
export function registryPin(
  { registry, repository, tag }: ImageReference,
  digest: Digest,
): RegistryPin {
  return { kind: 'registry', registry, repository, ...(tag !== undefined && { tag }), digest };
}
