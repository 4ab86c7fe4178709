import { isUtf8, spellStray } from './byte-text.ts';

const SAFE = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * The word as somebody could have typed it in a POSIX shell; safe words stay as they are. A byte that is no
 * UTF-8 is written as `$'\xff'`, which bash, zsh and ksh read, and POSIX since 2024.
 */
export function quoteWord(word: string): string {
  return isUtf8(word) ? quoteText(word) : spellStray(word, { text: quoteText, bytes: quoteBytes });
}

function quoteText(text: string): string {
  return SAFE.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function quoteBytes(bytes: Buffer): string {
  return `$'${Array.from(bytes, (byte) => `\\x${byte.toString(16)}`).join('')}'`;
}
