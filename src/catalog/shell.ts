import type { Argv } from './catalog.ts';

/**
 * What `tackle shell` executes: bash where the image has it, else its POSIX shell; which of them it has
 * can be seen only inside. The text is constant, arguments stay arguments; a POSIX shell ends when `exec`
 * fails, hence the question first.
 */
export const SHELL: Argv = [
  '/bin/sh',
  '-c',
  'command -v bash >/dev/null 2>&1 && exec bash "$@"; exec /bin/sh "$@"',
  'sh',
];
