import { printByTag } from '../../catalog/reference.ts';
import type { StoredImage } from '../../images/store/stored-image.ts';
import type { ExactManifest } from '../../lock/exact.ts';
import type { Pin, RegistryPin } from '../../lock/pin.ts';
import { imageName } from '../../plan/image-name.ts';
import type { EngineProblem } from '../engine.ts';
import { differenceOf, type Difference } from '../locked-image.ts';
import { imageDiffers } from '../problems.ts';

/** Whether an image of the store is what is locked; a problem when it is another. */
export function checkStored(
  pin: Pin,
  { config, digest }: Pick<StoredImage, 'config' | 'digest'>,
): EngineProblem | undefined {
  // By its name alone it is what the digest of its registry led to: proved when it was pulled.
  const id = digest ?? (pin.kind === 'registry' ? pin.digest : '');
  const difference = differenceOf(pin, { id, layers: diffIdsOf(config) });
  return difference && differs(pin, difference);
}

/** The same of one that is to be pulled, before anything of it is. */
export function checkPulled(pin: RegistryPin, found: ExactManifest): EngineProblem | undefined {
  const { exact } = pin;
  if (exact === undefined) return undefined;
  const part = (['manifest', 'config'] as const).find((each) => exact[each] !== found[each]);
  return part && differs(pin, { locked: exact[part], here: found[part] });
}

function differs(pin: Pin, difference: Difference): EngineProblem {
  const name = pin.kind === 'registry' ? printByTag(pin) : imageName(pin);
  return imageDiffers(name, difference, '`tackle update` locks what there is now');
}

function diffIdsOf(config: unknown): readonly string[] {
  const { rootfs } = config as { readonly rootfs?: { readonly diff_ids?: readonly string[] } };
  return rootfs?.diff_ids ?? [];
}
