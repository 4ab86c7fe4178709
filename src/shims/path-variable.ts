import type { AbsolutePath } from '../kernel/brand.ts';
import { isProjectShims } from './project-directory.ts';

/** What a shell looks in that was given no PATH. */
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

/** PATH with a project's own shims first, once, and those of no other project. */
export function pathFor(
  directory: AbsolutePath,
  projects: string,
  path: string = DEFAULT_PATH,
): string {
  const others = path.split(':').filter((each) => !isProjectShims(projects, each));
  return [directory, ...others].join(':');
}

export type ShellName = 'bash' | 'zsh' | 'fish';

/** The line that sets and exports PATH when such a shell evaluates it; that for bash is any POSIX shell's. */
export function exportPath(shell: ShellName, path: string): string {
  const quoted = quoteFor(shell, path);
  // fish makes a list of it at the colons.
  return shell === 'fish' ? `set -gx PATH ${quoted}\n` : `export PATH=${quoted}\n`;
}

/** The word in quotes that such a shell reads. */
export function quoteFor(shell: ShellName, word: string): string {
  return shell === 'fish'
    ? `'${word.replaceAll(/['\\]/g, '\\$&')}'`
    : `'${word.replaceAll("'", "'\\''")}'`;
}
