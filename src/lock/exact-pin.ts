import type { ExactPackages } from './exact.ts';
import type { PackagesPin } from './pin.ts';

/** The pin of the same recipe with nothing left open: its key is what its image is. */
export function exactPin({ kind, recipe }: PackagesPin, exact: ExactPackages): PackagesPin {
  return { kind, recipe, key: exact.rootfs, exact };
}
