import type { AbsolutePath } from '../kernel/brand.ts';
import { withRemoved } from './cut-commands.ts';
import { withAdded, type NewCommand } from './insert-commands.ts';
import type { Editable } from './nodes-in-text.ts';
import { readDocument } from './read-document.ts';
import { plainOf } from './written.ts';

type Commands = Readonly<Record<string, unknown>>;

/**
 * The text with these commands below `commands:`, after those that are there; everything else of it is as it was, to the character.
 * Nothing where that cannot be done.
 *
 * @param added none of them there yet
 */
export function addCommands(source: Editable, added: readonly NewCommand[]): string | undefined {
  const text = withAdded(source, added);
  const wanted = { ...commandsOf(source), ...Object.fromEntries(added) };
  return text !== undefined && says(source, text, wanted) ? text : undefined;
}

/** The text without these commands, the comments on their lines, and those above that are about nothing else. */
export function removeCommands(source: Editable, names: ReadonlySet<string>): string | undefined {
  const text = withRemoved(source, names);
  const left = Object.entries(commandsOf(source)).filter(([name]) => !names.has(name));
  return text !== undefined && says(source, text, Object.fromEntries(left)) ? text : undefined;
}

function says(source: Editable, text: string, wanted: Commands): boolean {
  const [before, after] = [plain(source), plain({ ...source, text })];
  if (after === undefined) return false;
  const same = { ...before, commands: wanted };
  const now = { ...after, commands: after['commands'] ?? {} };
  return canonical(same) === canonical(now);
}

function commandsOf(source: Editable): Commands {
  return (plain(source)?.['commands'] ?? {}) as Commands;
}

function plain({ text, key }: Editable): Record<string, unknown> | undefined {
  const file = '/' as AbsolutePath;
  const read = readDocument({ layer: 'project', file, root: file, text, ...(key && { key }) });
  if (!read.ok) return undefined;
  const value = read.value && plainOf(read.value);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
