import { decodeBytes } from '../../kernel/byte-text.ts';
import { DEEPEST, LONGEST_NAME, LONGEST_PATH, LONGEST_TARGET } from './archive-limits.ts';
import { LayerFault, shown } from './layer-fault.ts';

/**
 * The names on the way to an entry, from the root; empty for the root itself. Leading slashes and `.` mean
 * nothing in an archive. `..` is refused: no builder writes it, and only an attack needs it.
 */
export function entryPath(bytes: Buffer): readonly string[] {
  const text = decodeBytes(bytes);
  const refuse = (why: string) =>
    new LayerFault('refused', `the name \`${shown(text)}\` in it ${why}`);
  if (text === '') throw refuse('is empty');
  if (bytes.includes(0)) throw refuse('holds a NUL byte');
  if (bytes.length > LONGEST_PATH) throw refuse(`is longer than ${String(LONGEST_PATH)} bytes`);
  const names = text.split('/').filter((name) => name !== '' && name !== '.');
  if (names.length > DEEPEST) throw refuse(`has more than ${String(DEEPEST)} directories`);
  if (names.includes('..')) throw refuse('holds `..`');
  // A byte is a character at least: most names need not be measured.
  const long = names.some((name) => name.length > LONGEST_NAME / 4 && bytesOf(name) > LONGEST_NAME);
  if (long) throw refuse(`has a part of more than ${String(LONGEST_NAME)} bytes`);
  return names;
}

/** What a symbolic link says: any text, for nothing is ever written through one. */
export function linkTarget(bytes: Buffer, path: readonly string[]): string {
  const text = decodeBytes(bytes);
  if (bytes.length > 0 && bytes.length <= LONGEST_TARGET && !bytes.includes(0)) return text;
  const why = `the symbolic link \`${shown(path.join('/'))}\` in it has no target that the system takes`;
  throw new LayerFault('refused', why);
}

/** A character of UTF-8 has up to 4 bytes; half of a surrogate pair here stands for one byte. */
function bytesOf(name: string): number {
  return Buffer.byteLength(name.replace(/[\udc80-\udcff]/gu, 'x'));
}
