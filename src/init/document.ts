import { readDocument } from '../config/read-document.ts';
import { withoutComments } from '../config/without-comments.ts';
import type { Written } from '../config/written.ts';
import { valueAt } from '../config/written.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Fault, RepositoryFile } from './finding.ts';

/** What a file of JSON (with or without comments) or YAML says, with its places, or why it says nothing. */
export function documentOf({ path, text }: RepositoryFile): Written | Fault | undefined {
  const isJson = path.endsWith('.json');
  const read = readDocument({
    layer: 'project',
    file: path as AbsolutePath,
    root: '/' as AbsolutePath,
    text: isJson ? withoutComments(text) : text,
  });
  if (read.ok) return read.value;
  const [problem] = read.error;
  const place = problem?.place ?? { file: path, line: 1, column: 1, length: 1, text: '' };
  return {
    kind: 'fault',
    says: `cannot be read: ${problem?.message ?? 'it makes no sense'}`,
    place,
  };
}

/** The value under keys within keys. */
export function valueUnder(
  written: Written | undefined,
  ...keys: readonly string[]
): Written | undefined {
  return keys.reduce(valueAt, written);
}

/** A scalar as it is written, without quotes: `3.10` stays `3.10`. */
export function wordOf(written: Written | undefined): string | undefined {
  if (written?.kind !== 'scalar' || written.value === null) return undefined;
  return typeof written.value === 'string' ? written.value : written.source;
}
