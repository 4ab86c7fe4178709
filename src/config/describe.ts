import type { Place } from '../kernel/place.ts';
import type { Config } from './config.ts';

/**
 * The configuration as plain data for `tackle config show`: a value that was written somewhere is
 * `{ value, from: 'file:line' }`, a map by name is an object, everything else is as it is.
 */
export function describeConfig(config: Config): unknown {
  return described(config);
}

function described(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(described);
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [String(key), described(item)]));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isLocated(value)) return { value: described(value.value), from: from(value.place) };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, described(item)]));
}

function isLocated(value: object): value is { readonly value: unknown; readonly place: Place } {
  return 'value' in value && 'place' in value;
}

/** An environment variable has no lines worth naming. */
function from({ file, line }: Place): string {
  return file.startsWith('/') ? `${file}:${line}` : file;
}
