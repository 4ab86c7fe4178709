import type { ArgumentEntry, CommandEntry, Named, OptionEntry } from './commands.ts';
import { BARE_FORM, commandNamed, COMMANDS, GLOBAL_OPTIONS } from './commands.ts';
import { parted, readSoFar, type Given } from './line-so-far.ts';
import { actionIn, isOf } from './of-action.ts';

/** A word that can stand there. */
export interface Candidate {
  readonly word: string;
  readonly summary?: string;
}

/** What can stand in the place of the last word of a command line. */
export type Completed = WordsCompleted | FilesCompleted | ToolCompleted;

/** These words, and those that have a name of this kind; `given` is known of the command. */
interface WordsCompleted {
  readonly kind: 'words';
  /** What stands in front of them within the word: `--engine=`. */
  readonly prefix: string;
  readonly words: readonly Candidate[];
  readonly named?: LookedUp;
  readonly given: Given;
}

/** What is known only to whoever looks at the project and the catalogue. */
export type LookedUp = Exclude<Named, 'own-command' | 'file' | 'directory'>;

interface FilesCompleted {
  readonly kind: 'files' | 'directories';
  readonly prefix: string;
}

/** A word of a tool's: the words from `from` on are its arguments. */
interface ToolCompleted {
  readonly kind: 'tool';
  readonly from: number;
  /** What names the tool, and as what. */
  readonly word: string;
  readonly named: Named;
}

const HELP = GLOBAL_OPTIONS.filter(({ name }) => name === '--help');

/**
 * Reads a line that somebody is still typing by the table that whole ones are read by; faults in it are passed over.
 *
 * @param words those after `tackle`; the last one is being typed and may be empty
 */
export function completedWord(words: readonly string[]): Completed {
  const own = readSoFar(words, GLOBAL_OPTIONS, 'until-a-word');
  if (own.option !== undefined) return valueOf(own.option, own);
  const word = words[own.at] ?? '';
  if (own.at === words.length - 1) {
    return own.mayBeOption && word.startsWith('-')
      ? optionWord(GLOBAL_OPTIONS, own)
      : { ...offered(own), words: COMMANDS.map(candidate), named: 'command' };
  }
  const entry = commandNamed(word);
  return entry === undefined
    ? inCommand(BARE_FORM, words, own.at)
    : inCommand(entry, words, own.at + 1);
}

/** @param from where the command's own words begin */
function inCommand(entry: CommandEntry, words: readonly string[], from: number): Completed {
  const isTools = entry.words === 'tool' || entry.arguments.some(({ need }) => need === 'verbatim');
  const options = [...entry.options, ...HELP];
  const own = readSoFar(words.slice(from), options, isTools ? 'until-a-word' : 'all');
  if (own.option !== undefined) return valueOf(own.option, own);
  const [first] = entry.arguments;
  const named = options.find(({ name, makes }) => makes && own.options.has(name))?.makes;
  if (isTools && from + own.at < words.length - 1) {
    const word = words[from + own.at] ?? '';
    return {
      kind: 'tool',
      from: from + own.at + 1,
      word,
      named: named ?? first?.names ?? 'command',
    };
  }
  const action = actionIn(entry, own.words);
  if (own.mayBeOption && own.typed.startsWith('-')) {
    return optionWord(
      options.filter((option) => isOf(action, option)),
      own,
    );
  }
  const argument = argumentAt(entry, own.words.length);
  if (argument === undefined || !isOf(action, argument)) return offered(own);
  return valueOf(named === undefined ? argument : { ...argument, names: named }, own);
}

function argumentAt(entry: CommandEntry, index: number): ArgumentEntry | undefined {
  const last = entry.arguments.at(-1);
  return entry.arguments[index] ?? (last?.need === 'several' ? last : undefined);
}

/** An option, or the value in `--engine=`. */
function optionWord(known: readonly OptionEntry[], given: Given): Completed {
  const [name, value] = parted(given.typed);
  if (value === undefined) return { ...offered(given), words: known.map(candidate) };
  const option = known.find((each) => each.name === name && each.value !== undefined);
  if (option === undefined) return offered(given);
  return valueOf(option, { ...given, typed: value }, `${name}=`);
}

/** What an option or an argument takes. */
function valueOf(
  { choices, names }: Pick<ArgumentEntry, 'choices' | 'names'>,
  given: Given,
  prefix = '',
): Completed {
  if (names === 'file') return { kind: 'files', prefix };
  if (names === 'directory') return { kind: 'directories', prefix };
  if (names === 'own-command') return { ...offered(given), words: COMMANDS.map(candidate) };
  const words = choices?.map((word) => ({ word })) ?? [];
  return { ...offered(given), prefix, words, ...(names && { named: names }) };
}

/** Nothing yet. */
function offered({ typed, words, options }: Given): WordsCompleted {
  return { kind: 'words', prefix: '', words: [], given: { typed, words, options } };
}

function candidate({ name, summary }: CommandEntry | OptionEntry): Candidate {
  return { word: name, summary };
}
