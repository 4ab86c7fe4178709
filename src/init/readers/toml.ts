import { parse, TomlError } from 'smol-toml';
import type { Finding, RepositoryFile } from '../finding.ts';
import { placeOfLine } from '../lines.ts';

type Table = Readonly<Record<string, unknown>>;

/** Reads a file of TOML by what a reader makes of its content; one that is broken is a fault. */
export function fromToml(
  file: RepositoryFile,
  read: (table: Table) => readonly Finding[],
): readonly Finding[] {
  let table: Table;
  try {
    table = parse(file.text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [why = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    const { place } = { place: placeOfLine(file, /^/) };
    return [
      { kind: 'fault', says: `cannot be read: ${why}`, place: { ...place, line: error.line } },
    ];
  }
  return read(table);
}

/** The value under keys within keys; nothing where there is none. */
export function under(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (table, key) => (isTable(table) && Object.hasOwn(table, key) ? table[key] : undefined),
    value,
  );
}

export function isTable(value: unknown): value is Table {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}
