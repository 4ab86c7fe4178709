import type { AbsolutePath } from '../kernel/brand.ts';
import { quoteFor, type ShellName } from './path-variable.ts';

/** What a shell is to do where it is; `activation/` has the function that does it. */
export type ActivationAnswer =
  /** The directory goes first on PATH. */
  | { readonly kind: 'on'; readonly root: AbsolutePath; readonly directory: AbsolutePath }
  /** Nothing does; with a line that is shown once, until the shell is in another project. */
  | { readonly kind: 'off'; readonly root?: AbsolutePath; readonly line?: string }
  /** Nobody knows just now: what is there stays as long as the shell is in the same project. */
  | { readonly kind: 'keep' };

/** A file by which was answered: with two others, one a little older and one a little younger; absent where it is. */
export interface Seen {
  readonly path: string;
  readonly between?: readonly [older: string, younger: string];
}

/** One call of the shell's function. */
export function printAnswer(
  shell: ShellName,
  answer: ActivationAnswer,
  seen: readonly Seen[],
): string {
  const files = seen.flatMap(({ path, between = ['', ''] }) => [path, ...between]);
  const words = ['__tackle_take', answer.kind, ...wordsOf(answer), ...files];
  return `${words.map((word) => quoteFor(shell, word)).join(' ')}\n`;
}

function wordsOf(answer: ActivationAnswer): readonly string[] {
  if (answer.kind === 'keep') return [];
  if (answer.kind === 'on') return [answer.root, answer.directory, ''];
  return [answer.root ?? '', '', answer.line ?? ''];
}
