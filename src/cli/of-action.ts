import type { ArgumentEntry, CommandEntry, OptionEntry } from './commands.ts';

/** The action that the words name, or that is meant when they name none; nothing for a command that has no actions. */
export function actionIn(
  { arguments: [first] }: CommandEntry,
  words: readonly string[],
): string | undefined {
  if (first?.choices === undefined) return undefined;
  return words[0] ?? (first.need === 'optional' ? first.choices[0] : undefined);
}

/** Whether an argument or an option goes with an action; all do with one that is not said yet. */
export function isOf(action: string | undefined, entry: ArgumentEntry | OptionEntry): boolean {
  return entry.with === undefined || action === undefined || entry.with.includes(action);
}
