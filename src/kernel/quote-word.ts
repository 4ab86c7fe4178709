const SAFE = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** The word as somebody could have typed it in a POSIX shell; safe words stay as they are. */
export function quoteWord(word: string): string {
  return SAFE.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
