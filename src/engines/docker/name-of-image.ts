import type { Pin } from '../../lock/pin.ts';
import { imageName } from '../../plan/image-name.ts';
import type { Dialect } from './dialect.ts';

/**
 * All by which this engine may have it. What came out of an archive, and from no registry, has no digest in its name,
 * and is found by what it is.
 */
export function namesOfImage(dialect: Dialect, pin: Pin): readonly [string, ...string[]] {
  const exact = pin.kind === 'registry' ? pin.exact : undefined;
  const ids = exact === undefined ? [] : [exact.config, exact.manifest];
  return [nameOfImage(dialect, pin), ...ids];
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
