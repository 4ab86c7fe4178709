import type { CommandMain, Outcome } from './command.ts';
import { failed } from './command.ts';
import { COMMANDS } from './commands.ts';
import { helpText } from './help-text.ts';
import { unknownTopic } from './problems.ts';
import { writeOut } from './write-out.ts';

export const main: CommandMain = ({ words }) => printHelp(words[0]);

/** Help for all of Tackle, or for one command. */
export async function printHelp(topic: string | undefined): Promise<Outcome> {
  const text = helpText(topic, process.stdout.isTTY ? process.stdout.columns : 80);
  if (text !== undefined) return writeOut(text);
  const names = COMMANDS.map((entry) => entry.name);
  return failed(unknownTopic(topic ?? '', names));
}
