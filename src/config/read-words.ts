import type { EnvEntry } from './config.ts';

/** Bytes of `512m` or `2g`: powers of 1024. The text has passed the `MEMORY` pattern. */
export function bytesOf(words: string): number {
  const power = 'kmg'.indexOf(words.slice(-1).toLowerCase()) + 1;
  return Number(words.slice(0, -1)) * 1024 ** power;
}

/** The name in `name=version`, `name@version` or `@scope/name@version`. */
export function packageName(words: string): string {
  return words.replace(/(?<=.)[=@].*$/, '');
}

/** Whether a relative path, read by its words alone, never climbs above where it starts. */
export function staysInside(path: string): boolean {
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return false;
  }
  return true;
}

/** `NAME`, `PREFIX_*` or `NAME=value` as what it asks for. */
export function envEntryOf(words: string): EnvEntry {
  const equals = words.indexOf('=');
  if (equals >= 0) {
    return { kind: 'set', name: words.slice(0, equals), value: words.slice(equals + 1) };
  }
  return words.endsWith('*')
    ? { kind: 'pass-prefix', prefix: words.slice(0, -1) }
    : { kind: 'pass', name: words };
}
