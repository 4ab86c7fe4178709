import type { Located, Place } from '../kernel/place.ts';

/** What a config file says, as plain data that remembers where each piece was written. */
export type Written = WrittenScalar | WrittenList | WrittenMap;

export interface WrittenScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The characters as written, without quotes: `10.0` is the number 10. */
  readonly source: string;
  readonly place: Place;
}

export interface WrittenList {
  readonly kind: 'list';
  readonly items: readonly Written[];
  readonly place: Place;
}

export interface WrittenMap {
  readonly kind: 'map';
  /** In the order written; no key twice. */
  readonly entries: readonly WrittenEntry[];
  readonly place: Place;
}

export interface WrittenEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Written;
}

/** The value alone. Objects have no prototype, so that `__proto__` is a key like any other. */
export function plainOf(written: Written): unknown {
  switch (written.kind) {
    case 'scalar':
      return written.value;
    case 'list':
      return written.items.map(plainOf);
    case 'map': {
      const plain = Object.create(null) as Record<string, unknown>;
      for (const { key, value } of written.entries) plain[key] = plainOf(value);
      return plain;
    }
  }
}

export function entriesOf(written: Written | undefined): readonly WrittenEntry[] {
  return written?.kind === 'map' ? written.entries : [];
}

export function itemsOf(written: Written | undefined): readonly Written[] {
  return written?.kind === 'list' ? written.items : [];
}

/** The value under a key of a map; nothing for a missing key, or where there is no map. */
export function valueAt(written: Written | undefined, key: string): Written | undefined {
  return entriesOf(written).find((entry) => entry.key === key)?.value;
}

/** The text of a scalar that validation has shown to be a string. */
export function textOf(written: Written): string {
  if (written.kind === 'scalar' && typeof written.value === 'string') return written.value;
  throw new Error('validation let something pass that is not text');
}

/** The number of a scalar that validation has shown to be one. */
export function numberOf(written: Written): number {
  if (written.kind === 'scalar' && typeof written.value === 'number') return written.value;
  throw new Error('validation let something pass that is not a number');
}

/** Reads a value and keeps where it was written; nothing stays nothing. */
export function locate<T>(
  written: Written | undefined,
  read: (written: Written) => T,
): Located<T> | undefined {
  return written && { value: read(written), place: written.place };
}
