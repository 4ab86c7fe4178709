import type { Context, Outcome } from './command.ts';
import { widthOf } from './visible-text.ts';
import { writeOut } from './write-out.ts';

/**
 * Writes what is longer than the terminal on stdout through the caller's pager, and all else as `writeOut` does. For texts that
 * people read; JSON, and what a shell evaluates, never comes here.
 */
export async function writePaged(
  text: string,
  { options, env }: Pick<Context, 'options' | 'env'>,
): Promise<Outcome> {
  if (options.noPager || !isLong(text) || (env['TERM'] ?? 'dumb') === 'dumb') return writeOut(text);
  const { page } = await import('./page.ts');
  return (await page(text, env)) ?? (await writeOut(text));
}

/** Whether it would scroll: the prompt that follows takes a line, too. */
function isLong(text: string): boolean {
  const { isTTY, rows, columns } = process.stdout;
  if (!isTTY || !(rows > 0)) return false;
  const lines = text.trimEnd().split('\n');
  const taken = lines.map((line) => Math.max(1, Math.ceil(widthOf(line) / Math.max(1, columns))));
  return taken.reduce((sum, each) => sum + each, 0) >= rows;
}
