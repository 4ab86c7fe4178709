/** What stands in a word's place. */
export interface Replacement {
  /** The offsets of the word's characters. */
  readonly at: readonly number[];
  readonly by: string;
}

/** The text with other words in these places. Nothing else of it changes; a word in two lines keeps the line's end. */
export function replaceWords(text: string, replacements: readonly Replacement[]): string {
  const changes = replacements
    .flatMap(({ at, by }) => at.map((offset, index) => ({ offset, by: index === 0 ? by : '' })))
    .sort((a, b) => a.offset - b.offset);
  let out = '';
  let from = 0;
  for (const { offset, by } of changes) {
    out += text.slice(from, offset) + by;
    from = offset + 1;
  }
  return out + text.slice(from);
}
