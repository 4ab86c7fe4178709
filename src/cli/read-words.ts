import type { Command } from 'commander';
import { CommanderError } from 'commander';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { commanderCommand, NotAChoice } from './commander-program.ts';
import { placeInCommandLine } from './command-line.ts';
import type { Given } from './command.ts';
import type { CommandEntry } from './commands.ts';
import { actionIn, isOf } from './of-action.ts';
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
  const given: Given = { words: command.args, options: optionsGiven(command, entry) };
  const fault = faultOfAction(entry, given, [entry.name, ...args]);
  return fault === undefined ? ok(given) : err(fault);
}

/** By the names that the table has; commander calls `--dry-run` `dryRun`. */
function optionsGiven(command: Command, { options }: CommandEntry): Given['options'] {
  const values = command.opts<Given['options']>();
  const named = options.map(({ name }) => name.slice(2));
  return Object.fromEntries(
    named.flatMap((name) => {
      const value = values[name.replaceAll(/-(.)/g, (_, next: string) => next.toUpperCase())];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** What commander cannot say: an option or a word that belongs to another action. */
function faultOfAction(
  entry: CommandEntry,
  { words, options }: Given,
  line: readonly string[],
): CliProblem | undefined {
  const action = actionIn(entry, words);
  const command = `${entry.name} ${action ?? ''}`;
  const stray = entry.options.find(
    (option) => !isOf(action, option) && options[option.name.slice(2)] !== undefined,
  );
  if (stray !== undefined) {
    const own = entry.options.filter((option) => isOf(action, option));
    const known = [...own.map((option) => option.name), '--help'];
    const written = line.findLast((word) => word.split('=', 1)[0] === stray.name);
    return unknownOption(stray.name, known, placeOf(line, written ?? stray.name), command);
  }
  const extra = words.find((_, index) => {
    const argument = entry.arguments[Math.min(index, entry.arguments.length - 1)];
    return argument !== undefined && !isOf(action, argument);
  });
  return extra === undefined ? undefined : extraArgument(command, extra, placeOf(line, extra));
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
