import type { Registries } from '../config/config.ts';
import type { Place } from '../kernel/place.ts';
import type { ImageReference } from './reference.ts';

export type { Registries } from '../config/config.ts';

/** One place where an image is asked for. */
export interface AskedAt {
  /** What it is called there. */
  readonly reference: ImageReference;
  /** Where somebody has said so; absent where it is asked for by its own name. */
  readonly rule?: Place;
}

/**
 * Where an image is asked for, in this order: of the rules whose name it begins with, the longest holds. Whoever
 * is asked, the image stays the one of the reference.
 */
export function askedAt(
  reference: ImageReference,
  registries: Registries = new Map(),
): readonly [AskedAt, ...AskedAt[]] {
  const name = `${reference.registry}/${reference.repository}`;
  const [prefix] = [...registries.keys()]
    .filter((each) => name.startsWith(`${each}/`))
    .sort((a, b) => b.length - a.length);
  if (prefix === undefined) return [{ reference }];
  const [first, ...more] = (registries.get(prefix) ?? []).map(({ value, place }) => ({
    reference: { ...reference, ...partsOf(value + name.slice(prefix.length)) },
    rule: place,
  }));
  return first === undefined ? [{ reference }] : [first, ...more];
}

function partsOf(name: string): Pick<ImageReference, 'registry' | 'repository'> {
  const slash = name.indexOf('/');
  return { registry: name.slice(0, slash), repository: name.slice(slash + 1) };
}
