import type { Place } from '../kernel/place.ts';
import type { Problem } from '../kernel/problem.ts';
import { nearest } from '../kernel/nearest.ts';
import { GLOBAL_OPTIONS } from './commands.ts';
import { quoteWord } from '../kernel/quote-word.ts';

export type CliCode =
  | 'cli/unknown-option'
  | 'cli/missing-value'
  | 'cli/bad-value'
  | 'cli/missing-argument'
  | 'cli/extra-argument'
  | 'cli/unknown-topic'
  | 'cli/not-a-command'
  | 'cli/cannot-write'
  | 'cli/program-not-found'
  | 'cli/program-not-executable'
  | 'cli/words-too-long'
  | 'cli/not-removed'
  | 'cli/bug';

export type CliProblem = Problem<CliCode>;

/** `known` are the options that could have stood there; `command` is the one it stood after, if any. */
export function unknownOption(
  option: string,
  known: readonly string[],
  place: Place,
  command?: string,
): CliProblem {
  const name = option.split('=', 1)[0] ?? option;
  const own = GLOBAL_OPTIONS.find((each) => each.name === name || each.short === name);
  const written =
    own?.value !== undefined && option === own.name ? `${option}=…` : quoteWord(option);
  const near = nearest(name, known);
  const owner = command === undefined ? 'tackle' : `tackle ${command}`;
  const hint =
    command !== undefined && own !== undefined
      ? `Tackle's own options stand before the command: \`tackle ${written} ${command} …\``
      : near !== undefined
        ? `did you mean \`${near}\`?`
        : `\`${owner} --help\` lists the options`;
  return {
    code: 'cli/unknown-option',
    message: `\`${owner}\` has no option \`${name}\``,
    hint,
    place,
  };
}

export function missingValue(option: string, place: Place, choices: readonly string[]): CliProblem {
  return {
    code: 'cli/missing-value',
    message: `\`${option}\` needs a value`,
    hint: choices.length === 0 ? `write it as \`${option}=…\`` : oneOf(choices),
    place,
  };
}

/** `what` is the option or argument the value was given for; no choices: it takes no value. */
export function badValue(
  what: string,
  value: string,
  choices: readonly string[],
  place: Place,
): CliProblem {
  const near = nearest(value, choices);
  return {
    code: 'cli/bad-value',
    message:
      choices.length === 0
        ? `\`${what}\` takes no value, and \`${value}\` is given`
        : `\`${value}\` is no value of \`${what}\``,
    hint:
      choices.length === 0
        ? `write just \`${what}\``
        : near !== undefined
          ? `did you mean \`${near}\`?`
          : oneOf(choices),
    place,
  };
}

export function missingArgument(command: string, argument: string, place: Place): CliProblem {
  return {
    code: 'cli/missing-argument',
    message: `\`tackle ${command}\` needs ${argument}`,
    hint: `\`tackle ${command} --help\` shows how it is written`,
    place,
  };
}

export function extraArgument(command: string, word: string, place: Place): CliProblem {
  return {
    code: 'cli/extra-argument',
    message: `\`tackle ${command}\` has no use for \`${word}\``,
    hint: `\`tackle ${command} --help\` shows how it is written`,
    place,
  };
}

export function unknownTopic(topic: string, known: readonly string[]): CliProblem {
  const near = nearest(topic, known);
  return {
    code: 'cli/unknown-topic',
    message: `there is no help on \`${topic}\`: it is no command of Tackle`,
    hint: near === undefined ? '`tackle --help` lists the commands' : `try \`tackle help ${near}\``,
  };
}

/** No command can have such a name, so that it need not be looked for; a toolbox with its version may. */
export function notACommand(word: string, isToolbox: boolean): CliProblem {
  return {
    code: 'cli/not-a-command',
    message: `\`${word}\` cannot be the name of a command`,
    hint: isToolbox
      ? `it names a toolbox: run it with \`tackle x ${word}\``
      : 'see the commands there are with `tackle list`',
  };
}

/** What was asked for cannot be written to stdout: a full disk, a broken device. */
export function cannotWrite(reason: string): CliProblem {
  return {
    code: 'cli/cannot-write',
    message: `stdout cannot be written to: ${reason}`,
    hint: 'is the disk full? `df -h .` shows how much room is left',
  };
}

/** The image has no such program. */
export function programNotFound(program: string, toolbox: string): CliProblem {
  return {
    code: 'cli/program-not-found',
    message: `there is no program \`${program}\` in the toolbox \`${toolbox}\``,
    hint: `see what there is with \`tackle shell ${toolbox}\``,
  };
}

/** The image has the program, and the kernel will not execute it. */
export function programNotExecutable(program: string, toolbox: string, reason: string): CliProblem {
  return {
    code: 'cli/program-not-executable',
    message: `\`${program}\` in the toolbox \`${toolbox}\` cannot be executed: ${reason}`,
    hint: `look at it with \`tackle shell ${toolbox}\``,
  };
}

/** What the shell calls "Argument list too long" (`E2BIG`). */
export function wordsTooLong(program: string, toolbox: string): CliProblem {
  return {
    code: 'cli/words-too-long',
    message: `\`${program}\` in the toolbox \`${toolbox}\` cannot be executed: its arguments and environment are longer than the kernel takes`,
    hint: 'give it fewer at a time, as `xargs` does; one alone may have 131071 bytes',
  };
}

/** Of what `tackle prune` would remove. */
export function notRemoved(what: string, reason: string): CliProblem {
  return {
    code: 'cli/not-removed',
    message: `\`${what}\` could not be removed: ${reason}`,
    hint: 'try again as the user whose it is',
  };
}

/** A thrown error: always a fault of Tackle. The stack is shown with `--verbose`. */
export function bug(error: unknown, version: string, verbose: boolean): CliProblem {
  const known = error instanceof Error ? error : new Error(String(error));
  const stack = known.stack?.split('\n') ?? [];
  return {
    code: 'cli/bug',
    message: `a fault in Tackle ${version} itself: ${known.message}`,
    hint: verbose
      ? 'please report this, with the lines above'
      : 'please report this, with what `tackle --verbose …` prints for the same command',
    ...(verbose && { detail: stack }),
  };
}

function oneOf(choices: readonly string[]): string {
  return `one of ${choices.map((choice) => `\`${choice}\``).join(', ')}`;
}
