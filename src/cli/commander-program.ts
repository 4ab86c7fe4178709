import { Argument, Command, Option } from 'commander';
import type { ArgumentEntry, CommandEntry, OptionEntry } from './commands.ts';
import { COMMANDS, GLOBAL_OPTIONS } from './commands.ts';

/** The table as commander understands it: reads the management commands' words and writes all help. */
export function commanderProgram(): Command {
  const program = quiet(new Command('tackle'))
    .usage('[OPTION...] COMMAND [ARGUMENT...]')
    .description("Runs a project's commands in pinned, disposable containers")
    .helpCommand(false)
    .enablePositionalOptions()
    .helpOption(false);
  for (const option of GLOBAL_OPTIONS) program.addOption(optionOf(option));
  for (const entry of COMMANDS) program.addCommand(commanderCommand(entry));
  return program;
}

/** One command of the table, ready to parse the words after its name; a fault throws `CommanderError`. */
export function commanderCommand(entry: CommandEntry): Command {
  const command = quiet(new Command(entry.name))
    .summary(entry.summary)
    .usage(usageOf(entry))
    .description(`${entry.summary[0]?.toUpperCase() ?? ''}${entry.summary.slice(1)}`)
    .helpOption('-h, --help', 'print this help')
    .passThroughOptions(entry.arguments.some((argument) => argument.need === 'verbatim'));
  for (const argument of entry.arguments) command.addArgument(argumentOf(argument));
  for (const option of entry.options) command.addOption(optionOf(option));
  return command;
}

/** As the first line of help says it: the options first, since what follows a tool's name is the tool's. */
function usageOf({ options, arguments: given }: CommandEntry): string {
  const words = given.map(({ name, need }) =>
    need === 'required' ? name : `[${name}${isMany(need) ? '...' : ''}]`,
  );
  return [...(options.length > 0 ? ['[OPTION...]'] : []), ...words].join(' ');
}

function isMany(need: ArgumentEntry['need']): boolean {
  return need === 'several' || need === 'verbatim';
}

/** Throws where commander would exit, and leaves all printing to `main.ts`. */
function quiet(command: Command): Command {
  const nothing = () => undefined;
  return command
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ writeOut: nothing, writeErr: nothing });
}

function optionOf(entry: OptionEntry): Option {
  const flags = entry.short === undefined ? entry.name : `${entry.short}, ${entry.name}`;
  const option = new Option(
    entry.value === undefined ? flags : `${flags} <${entry.value}>`,
    entry.summary,
  );
  if (entry.choices === undefined) return option;
  return option.choices(entry.choices).argParser(oneOf(entry.name, entry.choices));
}

function argumentOf(entry: ArgumentEntry): Argument {
  const written = {
    required: `<${entry.name}>`,
    optional: `[${entry.name}]`,
    several: `[${entry.name}...]`,
    verbatim: `[${entry.name}...]`,
  }[entry.need];
  const argument = new Argument(written, entry.summary);
  if (entry.choices === undefined) return argument;
  return argument.choices(entry.choices).argParser(oneOf(entry.name, entry.choices));
}

function oneOf(what: string, choices: readonly string[]): (value: string) => string {
  return (value) => {
    if (!choices.includes(value)) throw new NotAChoice(what, value, choices);
    return value;
  };
}

/** Thrown through commander to `read-words.ts`, which makes a problem of it. */
export class NotAChoice extends Error {
  readonly what: string;
  readonly value: string;
  readonly choices: readonly string[];

  constructor(what: string, value: string, choices: readonly string[]) {
    super(`${what}: ${value}`);
    this.what = what;
    this.value = value;
    this.choices = choices;
  }
}
