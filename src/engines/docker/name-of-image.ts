import { askedAt } from '../../catalog/asked-at.ts';
import type { Registries } from '../../config/config.ts';
import type { Pin } from '../../lock/pin.ts';
import { imageName } from '../../plan/image-name.ts';
import { idsOf } from '../locked-image.ts';
import type { Dialect } from './dialect.ts';

/**
 * All by which this engine may have it: by its name where it was asked for, and by its own; what came out of an archive,
 * and from no registry, has no digest in its name, and is found by what it is.
 */
export function namesOfImage(
  dialect: Dialect,
  pin: Pin,
  registries?: Registries,
): readonly [string, ...string[]] {
  const name = nameOfImage(dialect, pin);
  if (pin.kind !== 'registry') return [name];
  const asked = askedAt(pin, registries).map(({ reference: { registry, repository } }) =>
    imageName({ ...pin, registry, repository }),
  );
  const [first = name, ...more] = new Set([...asked, name, ...idsOf(pin)]);
  return [first, ...more];
}

/** The name under which this engine has the image or can pull it. */
export function nameOfImage({ ownNames }: Dialect, pin: Pin): string {
  const isMadeHere = pin.kind === 'packages' || pin.kind === 'dockerfile';
  return isMadeHere ? ownNames + imageName(pin) : imageName(pin);
}

/** What there is by the first of the names that there is something by. */
export async function firstOf<T>(
  names: readonly string[],
  look: (name: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const name of names) {
    const found = await look(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
