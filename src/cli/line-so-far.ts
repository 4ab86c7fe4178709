import type { OptionEntry } from './commands.ts';

/** What a command line says before its last word, which is being typed. */
export interface Given {
  readonly typed: string;
  /** What stands before it and is no option. */
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string | undefined>;
}

/** What is understood of a line up to its last word. */
interface SoFar extends Given {
  /** The option whose value the last word is. */
  readonly option?: OptionEntry;
  /** The first word that is no option. */
  readonly at: number;
  /** Whether no `--` stood before. */
  readonly mayBeOption: boolean;
}

/**
 * @param line the last word is being typed
 * @param extent `until-a-word`: whatever follows the first word that is no option is somebody else's
 */
export function readSoFar(
  line: readonly string[],
  known: readonly OptionEntry[],
  extent: 'until-a-word' | 'all',
): SoFar {
  const last = line.length - 1;
  const typed = line[last] ?? '';
  const words: string[] = [];
  const options = new Map<string, string | undefined>();
  let mayBeOption = true;
  let at = 0;
  for (; at < last; at++) {
    const word = line[at] ?? '';
    if (!mayBeOption || !word.startsWith('-') || word === '-') {
      if (extent === 'until-a-word') break;
      words.push(word);
    } else if (word === '--') {
      mayBeOption = false;
    } else {
      const [name, value] = parted(word);
      const option = known.find((each) => each.name === name || each.short === name);
      const takesNext = option?.value !== undefined && value === undefined;
      if (takesNext && at + 1 === last) return { typed, words, options, option, at, mayBeOption };
      if (option !== undefined) options.set(option.name, takesNext ? line[at + 1] : value);
      if (takesNext) at += 1;
    }
  }
  return { typed, words, options, at, mayBeOption };
}

/** `--engine=docker`: the name, and the value if there is one. */
export function parted(word: string): readonly [string, string | undefined] {
  const at = word.indexOf('=');
  return at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}
