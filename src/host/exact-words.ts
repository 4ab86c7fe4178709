import { readFileSync } from 'node:fs';
import { decodeBytes, REPLACEMENT } from '../kernel/byte-text.ts';

/*
 * Node decodes argv and the environment before any program sees them, and puts U+FFFD in the place of bytes that
 * are no UTF-8. The kernel still has the bytes (proc(5)), and is asked when a word may be such a one. Where there
 * is no /proc, the words stay as Node has them.
 */

type Env = Readonly<Record<string, string>>;

/** The last words of this process's argv, byte for byte (`kernel/byte-text.ts`). */
export function exactArguments(words: readonly string[]): readonly string[] {
  if (!words.some(isDoubtful)) return words;
  // In front of ours stand Node, options of its own, and the program.
  const kept = wordsIn('/proc/self/cmdline').slice(-words.length);
  return kept.length === words.length ? kept : words;
}

/** The environment with the values of this process's variables byte for byte. */
export function exactEnvironment(env: Env): Env {
  if (!Object.values(env).some(isDoubtful)) return env;
  const kept = new Map<string, string>();
  for (const entry of wordsIn('/proc/self/environ')) {
    const [name = ''] = entry.split('=', 1);
    // Of two with one name, the first is what getenv(3) gives.
    if (!kept.has(name)) kept.set(name, entry.slice(name.length + 1));
  }
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      isDoubtful(value) ? (kept.get(name) ?? value) : value,
    ]),
  );
}

function isDoubtful(word: string): boolean {
  return word.includes(REPLACEMENT);
}

/** The words in a file that has a NUL after each. */
function wordsIn(file: string): readonly string[] {
  try {
    return decodeBytes(readFileSync(file)).split('\0').slice(0, -1);
  } catch {
    return [];
  }
}
