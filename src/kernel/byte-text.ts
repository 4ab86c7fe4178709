/*
 * To the kernel, arguments, values of variables and paths are bytes; they are UTF-8 by custom alone. Here they are
 * strings all the same: a byte that is no part of valid UTF-8 stands in them as half of a surrogate pair, 0x80 as
 * U+DC80 up to 0xff as U+DCFF. No valid UTF-8 decodes to such a half, so nothing is mixed up. It is what Python
 * calls `surrogateescape` (PEP 383).
 */

/** A valid sequence of several bytes (Unicode, table 3-7), or any other byte that is not ASCII; as latin1. */
const BEYOND_ASCII =
  /([\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})|[\x80-\xff]/g;

/** Bytes that are no UTF-8, as they stand in a string. With the flag, a whole pair is one character and no match. */
const STRAY = /([\udc80-\udcff]+)/u;

/** What a decoder puts in the place of bytes that it cannot decode; a text may also hold it by itself. */
export const REPLACEMENT = '\ufffd';

/** The string that holds these bytes; `encodeBytes` gives them back. */
export function decodeBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes(REPLACEMENT)) return text;
  return bytes
    .toString('latin1')
    .replace(BEYOND_ASCII, (found, valid?: string) => valid ?? strayOf(found))
    .split(STRAY)
    .map((run) => (STRAY.test(run) ? run : Buffer.from(run, 'latin1').toString('utf8')))
    .join('');
}

/** The bytes that the string holds. */
export function encodeBytes(text: string): Buffer {
  if (isUtf8(text)) return Buffer.from(text);
  const runs = text.split(STRAY);
  return Buffer.concat(runs.map((run) => (STRAY.test(run) ? strayBytes(run) : Buffer.from(run))));
}

/** Whether the bytes that the string holds are valid UTF-8. */
export function isUtf8(text: string): boolean {
  return !STRAY.test(text);
}

/** The text with each of its bytes that are no UTF-8 spelled out by `spell`. */
export function spellStray(
  text: string,
  spell: { readonly text: (run: string) => string; readonly bytes: (run: Buffer) => string },
): string {
  const runs = text.split(STRAY).filter((run) => run !== '');
  return runs
    .map((run) => (STRAY.test(run) ? spell.bytes(strayBytes(run)) : spell.text(run)))
    .join('');
}

function strayOf(byte: string): string {
  return String.fromCharCode(0xdc00 + byte.charCodeAt(0));
}

function strayBytes(run: string): Buffer {
  return Buffer.from(Array.from(run, (stray) => stray.charCodeAt(0) & 0xff));
}
