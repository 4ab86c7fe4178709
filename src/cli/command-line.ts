import type { Place } from '../kernel/place.ts';
import { quoteWord } from '../kernel/quote-word.ts';

/**
 * Where one word stands in the command line, written as it could have been typed, so that a fault
 * in it can be underlined. An index past the last word means the place after it.
 */
export function placeInCommandLine(argv: readonly string[], index: number): Place {
  const words = ['tackle', ...argv.map(quoteWord)];
  const before = words.slice(0, index + 1).join(' ');
  return {
    file: 'command line',
    line: 1,
    column: before.length + 2,
    length: Math.max(1, words[index + 1]?.length ?? 1),
    text: words.join(' '),
  };
}
