import { shortPath } from './short-path.ts';
import { visible } from './visible-text.ts';

interface Written {
  readonly value: unknown;
  readonly from: string;
}

/**
 * What `describeConfig` gives, for people: YAML, with a comment at each value that says where it was
 * written. Paths below `cwd` are shown relative to it.
 */
export function configText(described: unknown, cwd: string): string {
  const shown = (from: string) => shortPath(from, cwd);
  return entries(described, '', shown)
    .map((line) => `${visible(line)}\n`)
    .join('');
}

function entries(value: unknown, indent: string, shown: (from: string) => string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => entry(`${indent}-`, item, indent, shown));
  }
  return Object.entries(value as object).flatMap(([key, item]: [string, unknown]) =>
    entry(`${indent}${scalar(key)}:`, item, indent, shown),
  );
}

function entry(
  head: string,
  item: unknown,
  indent: string,
  shown: (from: string) => string,
): string[] {
  const written: Partial<Written> = isWritten(item) ? item : { value: item };
  const comment = written.from === undefined ? '' : `  # ${shown(written.from)}`;
  const { value } = written;
  if (typeof value !== 'object' || value === null) return [`${head} ${scalar(value)}${comment}`];
  const inner = entries(value, `${indent}  `, shown);
  if (inner.length > 0) return [`${head}${comment}`, ...inner];
  return [`${head} ${Array.isArray(value) ? '[]' : '{}'}${comment}`];
}

function isWritten(item: unknown): item is Written {
  return typeof item === 'object' && item !== null && 'value' in item && 'from' in item;
}

/** As YAML takes it: a word as it is, anything that could be read otherwise in quotes. */
function scalar(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  const isPlain =
    /^[A-Za-z_/][A-Za-z0-9_./@+-]*$/.test(value) &&
    !/^(true|false|null|yes|no|on|off)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}
