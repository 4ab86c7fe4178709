import type { CommandMain, Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import { COMMANDS } from './commands.ts';
import { helpText } from './help-text.ts';
import { unknownTopic } from './problems.ts';
import { writeOut } from './write-out.ts';
import { writePaged } from './write-paged.ts';

export const main: CommandMain = ({ words }, context) => printHelp(words[0], context);

/** Help for all of Tackle, or for one command; paged where it was asked for by the command of that name. */
export async function printHelp(topic: string | undefined, context?: Context): Promise<Outcome> {
  const text = helpText(topic, process.stdout.isTTY ? process.stdout.columns : 80);
  if (text !== undefined) return context ? writePaged(text, context) : writeOut(text);
  const names = COMMANDS.map((entry) => entry.name);
  return failed(unknownTopic(topic ?? '', names));
}
