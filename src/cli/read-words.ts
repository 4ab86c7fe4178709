import type { Command } from 'commander';
import { CommanderError } from 'commander';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { commanderCommand, NotAChoice } from './commander-program.ts';
import { placeInCommandLine } from './command-line.ts';
import type { Given } from './command.ts';
import type { CommandEntry } from './commands.ts';
import type { CliProblem } from './problems.ts';
import {
  badValue,
  extraArgument,
  missingArgument,
  missingValue,
  unknownOption,
} from './problems.ts';

/** What the words after a management command say; `'help'` when they ask for help. */
export function readWords(
  entry: CommandEntry,
  args: readonly string[],
): Result<Given | 'help', CliProblem> {
  const command = commanderCommand(entry);
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    const line = [entry.name, ...args];
    if (error instanceof NotAChoice) {
      const { what, value, choices } = error;
      return err(badValue(what, value, choices, placeOf(line, value)));
    }
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return ok('help');
    return err(problemOf(error, command, entry, line));
  }
  return ok({ words: command.args, options: command.opts() });
}

/** Commander says what is wrong in a code, and names the word at fault in single quotes. */
function problemOf(
  error: CommanderError,
  command: Command,
  entry: CommandEntry,
  line: readonly string[],
): CliProblem {
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const end = placeInCommandLine(line, line.length);
  switch (error.code) {
    case 'commander.unknownOption': {
      const known = [...entry.options.map((option) => option.name), '--help'];
      return unknownOption(named, known, placeOf(line, named), entry.name);
    }
    case 'commander.optionMissingArgument': {
      const option = entry.options.find((each) => named.startsWith(`${each.name} `));
      return missingValue(option?.name ?? named, end, option?.choices ?? []);
    }
    case 'commander.missingArgument': {
      const { choices = [named] } = entry.arguments.find((each) => each.name === named) ?? {};
      return missingArgument(entry.name, choices.map((word) => `\`${word}\``).join(' or '), end);
    }
    case 'commander.excessArguments': {
      const extra = command.args[entry.arguments.length] ?? '';
      return extraArgument(entry.name, extra, placeOf(line, extra));
    }
    default:
      throw error;
  }
}

/** The last word of the line that is, or ends in, the one at fault: `docket`, `--as=docket`. */
function placeOf(line: readonly string[], word: string) {
  const index = line.findLastIndex((each) => each === word || each.endsWith(`=${word}`));
  return placeInCommandLine(line, index < 0 ? line.length : index);
}
