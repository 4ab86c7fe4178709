import { isUtf8 } from '../kernel/byte-text.ts';
import type { BashLine } from './bash-line.ts';
import { withoutQuotes } from './bash-line.ts';
import type { Candidate } from './completed-word.ts';
import { visible } from './visible-text.ts';

/*
 * What `completions/` reads: lines, of which the first says what the others are. `words`: one a line. `files`,
 * `directories`: the shell completes them. `tool`: the shell completes what follows a command of that name.
 */

export type Reply =
  | { readonly kind: 'words'; readonly prefix: string; readonly words: readonly Candidate[] }
  | { readonly kind: 'files' | 'directories'; readonly prefix: string }
  | { readonly kind: 'tool'; readonly command: string; readonly from: number };

const linesOf = (...lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/**
 * For bash, which takes the words quoted and puts them in the place of what follows the last of `COMP_WORDBREAKS` alone.
 *
 * @param replaced that part of the last word, as it is typed
 */
export function replyToBash(reply: Reply, line: BashLine, replaced: string, text: string): string {
  if (reply.kind === 'tool') {
    // The first word is Tackle's own name, and is not counted.
    const tail = text.slice(line.words[reply.from]?.end ?? text.length);
    return tail.includes('\n') || !isUtf8(tail)
      ? linesOf('files')
      : linesOf('tool', reply.command, tail);
  }
  if (reply.kind !== 'words') return linesOf(reply.kind);
  const typed = line.words.at(-1)?.text ?? '';
  const part = withoutQuotes(replaced);
  const kept = typed.endsWith(part) ? typed.length - part.length : 0;
  const words = reply.words
    .map(({ word }) => reply.prefix + word)
    .filter((word) => word.startsWith(typed))
    .map((word) => word.slice(kept));
  return linesOf('words', ...words.map((word) => (line.isQuoted ? word : escaped(word))));
}

/** For zsh: in front of the words what they all begin with, and behind each what it is. */
export function replyToZsh(reply: Reply): string {
  if (reply.kind === 'tool') return linesOf('tool', reply.command, String(reply.from));
  if (reply.kind !== 'words') return linesOf(reply.kind, reply.prefix);
  const words = reply.words.map(({ word, summary }) => {
    const name = word.replaceAll(/[\\:]/g, '\\$&');
    return summary === undefined ? name : `${name}:${visible(summary).replaceAll('\\', '\\\\')}`;
  });
  return linesOf('words', reply.prefix, ...words);
}

/** For fish, which quotes them itself. */
export function replyToFish(reply: Reply): string {
  if (reply.kind === 'tool') return linesOf('tool', reply.command, String(reply.from));
  if (reply.kind !== 'words') return linesOf(reply.kind, reply.prefix);
  const words = reply.words.map(({ word, summary }) => {
    const whole = reply.prefix + word;
    return summary === undefined ? whole : `${whole}\t${visible(summary)}`;
  });
  return linesOf('words', ...words);
}

function escaped(word: string): string {
  return word.replaceAll(/[^A-Za-z0-9_@%+=:,./-]/g, '\\$&');
}
