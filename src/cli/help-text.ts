import type { Argument, Option } from 'commander';
import { commanderProgram } from './commander-program.ts';
import { COMMANDS, commandNamed } from './commands.ts';

/** Help for all of Tackle, or for one command; nothing for a topic that is no command. */
export function helpText(topic: string | undefined, columns: number): string | undefined {
  const program = commanderProgram();
  for (const command of [program, ...program.commands]) {
    command.configureHelp({
      // Below, nothing is left beside the options; above, lines are too long to read.
      helpWidth: Math.max(40, Math.min(columns, 100)),
      // What stands beside the longest option may be so narrow.
      minWidthToWrap: 12,
      subcommandTerm: (each) => each.name(),
      optionDescription: withChoices,
      argumentDescription: withChoices,
    });
  }
  if (topic === undefined) return program.helpInformation() + examples(overview());
  const entry = commandNamed(topic);
  const command = program.commands.find((each) => each.name() === topic);
  if (entry === undefined || command === undefined) return undefined;
  return command.helpInformation() + examples(entry.examples);
}

function withChoices({ description, argChoices }: Option | Argument): string {
  return argChoices === undefined ? description : `${description}: ${argChoices.join(', ')}`;
}

/** The first example of each command. */
function overview(): readonly string[] {
  return COMMANDS.flatMap((entry) => entry.examples.slice(0, 1));
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
