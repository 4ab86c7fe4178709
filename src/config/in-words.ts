import type { Written } from './written.ts';

/** What was found, to stand after "not". */
export function inWords(found: Written): string {
  switch (found.kind) {
    case 'list':
      return found.items.length === 0 ? 'an empty list' : 'a list';
    case 'map':
      return found.entries.length === 0 ? 'an empty map' : 'a map';
    case 'scalar':
      if (found.value === null) return 'empty';
      if (typeof found.value === 'number') return `the number ${shortened(found.source)}`;
      if (typeof found.value === 'boolean') return `the truth value \`${found.source}\``;
      return found.value === '' ? 'empty text' : `\`${shortened(found.value)}\``;
  }
}

/** Safe to print and short enough for one line: control characters escaped, the end cut off. */
export function shortened(text: string): string {
  const printable = JSON.stringify(text.slice(0, 60)).slice(1, -1);
  return text.length > 60 ? `${printable}…` : printable;
}
