import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment } from '../host/environment.ts';
import { isShim, programsOnPath } from '../host/find-program.ts';
import type { AbsolutePath, CommandName } from '../kernel/brand.ts';
import { quoteWord } from '../kernel/quote-word.ts';
import { shimPath } from '../shims/shim-text.ts';
import { table } from './table.ts';
import { visible } from './visible-text.ts';

/** One shim, and the other programs of its name on PATH. */
export interface ShimRow {
  readonly command: CommandName;
  readonly file: AbsolutePath;
  /** What runs outside of projects: the first of its name on PATH that is no shim. */
  readonly next?: string;
  /** Whether the name finds the shim, something else in front of it, or no shim at all. */
  readonly found: 'shim' | 'other' | 'none';
}

export function listShims(
  directory: AbsolutePath,
  commands: readonly CommandName[],
  env: Environment,
): readonly ShimRow[] {
  return commands.map((command) => {
    const file = shimPath(directory, command);
    const programs = programsOnPath(command, env);
    const next = programs.find((path) => !isShim(path));
    const at = programs.findIndex((path) => isSame(dirname(path), directory));
    return {
      command,
      file,
      ...(next !== undefined && { next }),
      found: at === 0 ? 'shim' : at > 0 ? 'other' : 'none',
    };
  });
}

/** A line for each. */
export function shimsText(rows: readonly ShimRow[]): string {
  const cells = rows.map(({ command, file, next, found }) => {
    if (next === undefined) return [command, file, ''];
    return [command, file, found === 'other' ? `behind ${next}` : `in front of ${next}`];
  });
  return rows.length === 0 ? '' : table(cells);
}

/** What to type so that the shims are found; nothing where they are. */
export function adviceOnPath(rows: readonly ShimRow[]): string {
  const hidden = rows.find(({ found }) => found !== 'shim');
  if (hidden === undefined) return '';
  const directory = dirname(hidden.file);
  const what =
    hidden.found === 'other' ? `is on PATH behind \`${hidden.next ?? ''}\`` : 'is not on PATH';
  return `tackle: \`${directory}\` ${what}\nhint: put it in front, in your shell's profile: \`PATH=${quoteWord(directory)}:$PATH\`\n`;
}

export function noShimsIn(directory: AbsolutePath): string {
  return `tackle: there are no shims in \`${visible(directory)}\`\nhint: \`tackle shims install\` makes those of the project\n`;
}

function isSame(one: string, other: string): boolean {
  if (one === other) return true;
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}
