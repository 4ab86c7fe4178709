import type { EngineName, SourceKind } from '../config/config.ts';
import type { Place } from '../kernel/place.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { placeInCommandLine } from './command-line.ts';
import type { GlobalOptions } from './command.ts';
import type { CommandEntry, OptionEntry } from './commands.ts';
import { BARE_FORM, commandNamed, GLOBAL_OPTIONS } from './commands.ts';
import type { CliProblem } from './problems.ts';
import { badValue, missingValue, unknownOption } from './problems.ts';

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly topic?: string }
  /** No command at all. */
  | { readonly kind: 'overview'; readonly options: GlobalOptions }
  | CommandInvocation;

export interface CommandInvocation {
  readonly kind: 'command';
  readonly entry: CommandEntry;
  /** What stood after the command word, untouched. */
  readonly args: readonly string[];
  readonly options: GlobalOptions;
}

interface Read {
  readonly name: string;
  readonly value: string;
  readonly place: Place;
}

/**
 * Reads Tackle's own options up to the command word, and dispatches on that word: one of Tackle's
 * commands, or else the bare form, `tackle python3.8 script.py` for `tackle run python3.8 script.py`.
 *
 * @param argv the words after `tackle`
 */
export function readArgv(argv: readonly string[]): Result<Invocation, CliProblem> {
  const given: Read[] = [];
  let at = 0;
  for (let word = argv[at]; word?.startsWith('-') === true; word = argv[at]) {
    at += 1;
    if (word === '--') break;
    const read = readOption(argv, at - 1);
    if (!read.ok) return read;
    if (read.value.name === '--version') return ok({ kind: 'version' });
    if (read.value.name === '--help') return ok({ kind: 'help' });
    if (read.value.takesNext) at += 1;
    given.push(read.value);
  }
  const word = argv[at];
  if (word === undefined) return ok({ kind: 'overview', options: optionsOf(given) });
  return dispatch(argv, at, optionsOf(given));
}

function dispatch(
  argv: readonly string[],
  at: number,
  options: GlobalOptions,
): Result<Invocation, CliProblem> {
  const entry = commandNamed(argv[at] ?? '');
  if (entry === undefined) {
    return ok({ kind: 'command', entry: BARE_FORM, args: argv.slice(at), options });
  }
  const next = argv[at + 1];
  if (next === '-h' || next === '--help') return ok({ kind: 'help', topic: entry.name });
  if (entry.words === 'tool' && next?.startsWith('-') === true) {
    if (next !== '--') {
      return err(unknownOption(next, ['--help'], placeInCommandLine(argv, at + 1), entry.name));
    }
    return ok({ kind: 'command', entry, args: argv.slice(at + 2), options });
  }
  return ok({ kind: 'command', entry, args: argv.slice(at + 1), options });
}

/** `--engine NAME`, `--engine=NAME`, `-q`: the option that stands at `index`. */
function readOption(
  argv: readonly string[],
  index: number,
): Result<Read & { readonly takesNext: boolean }, CliProblem> {
  const word = argv[index] ?? '';
  const place = placeInCommandLine(argv, index);
  const [written = word, ...valueParts] = word.split('=');
  const option = GLOBAL_OPTIONS.find((each) => each.name === written || each.short === written);
  if (option === undefined) return err(unknownOption(word, longNames(GLOBAL_OPTIONS), place));
  const inline = valueParts.length > 0 ? valueParts.join('=') : undefined;
  if (option.value === undefined) {
    if (inline !== undefined) return err(badValue(option.name, inline, [], place));
    return ok({ name: option.name, value: '', place, takesNext: false });
  }
  const value = inline ?? argv[index + 1];
  const valuePlace = placeInCommandLine(argv, inline === undefined ? index + 1 : index);
  const choices = option.choices ?? [];
  if (value === undefined || value === '')
    return err(missingValue(option.name, valuePlace, choices));
  if (!choices.includes(value)) return err(badValue(option.name, value, choices, valuePlace));
  return ok({ name: option.name, value, place: valuePlace, takesNext: inline === undefined });
}

function longNames(options: readonly OptionEntry[]): readonly string[] {
  return options.map((option) => option.name);
}

/** The last of several that say the same thing wins. */
function optionsOf(given: readonly Read[]): GlobalOptions {
  const last = (...names: readonly string[]) => given.findLast((read) => names.includes(read.name));
  const engine = last('--engine');
  const source = last('--source');
  const frozen = last('--frozen');
  const loudness = last('--quiet', '--verbose')?.name;
  return {
    // The table's choices are these names and no others.
    ...(engine && { engine: { value: engine.value as EngineName, place: engine.place } }),
    ...(source && { source: { value: source.value as SourceKind, place: source.place } }),
    ...(frozen && { frozen: { value: true, place: frozen.place } }),
    ...(last('--fresh') && { fresh: true }),
    ...(last('--no-pager') && { noPager: true }),
    verbosity: loudness === '--quiet' ? 'quiet' : loudness === '--verbose' ? 'verbose' : 'normal',
  };
}
