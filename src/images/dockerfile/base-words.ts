import { parseReference, type ImageReference } from '../../catalog/reference.ts';
import type { Platform } from '../../kernel/platform.ts';
import { expand, type Variables } from './expand.ts';
import { readDockerfile, type Dockerfile, type Instruction, type Word } from './instructions.ts';

/** What decides which images a Dockerfile builds on, besides its text. */
export interface BuildChoices {
  readonly args: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly platform: Platform;
}

/** A word that names an image from outside. */
export interface BaseWord {
  readonly at: readonly number[];
  /** Nothing for a word that makes no sense. */
  readonly reference: ImageReference | undefined;
}

/**
 * The words of a Dockerfile that name images from outside: of `FROM`, `COPY --from=` and `RUN --mount=…,from=`, in all
 * stages down to the target. Those after it are not built; those before it are, by some builders, whether it needs them
 * or not.
 * @param bytes the file in Latin-1
 */
export function baseWords(bytes: string, choices: BuildChoices): readonly BaseWord[] {
  const file = readDockerfile(bytes);
  const variables = variablesOf(file, choices);
  const stages: string[] = [];
  const found: BaseWord[] = [];
  const { target } = choices;
  const end = stageIndex(target, file.instructions);
  for (const instruction of file.instructions) {
    if (instruction.keyword === 'FROM') {
      if (stages.length > end) break;
      const image = instruction.words.find(({ text }) => !text.startsWith('--'));
      if (image !== undefined) {
        const text = expand(image.text, variables, file.escape);
        const isInside =
          text === 'scratch' || (text !== undefined && stages.includes(text.toLowerCase()));
        if (!isInside) found.push(baseWord(image, text));
      }
      stages.push(stageName(instruction));
      continue;
    }
    for (const word of sourcesOf(instruction)) {
      const isInside = stages.includes(word.text.toLowerCase()) || /^\d+$/.test(word.text);
      if (!isInside && word.text !== 'scratch') found.push(baseWord(word, word.text));
    }
  }
  return found;
}

function baseWord({ at }: Word, text: string | undefined): BaseWord {
  return { at, reference: text === undefined ? undefined : parseReference(text) };
}

/** Those that hold in `FROM`: what is written before the first of them, and what builders set by themselves. */
function variablesOf(
  { escape, instructions }: Dockerfile,
  { args, platform }: BuildChoices,
): Variables {
  const [os = '', architecture = ''] = platform.split('/');
  const variables = new Map<string, string>();
  for (const side of ['TARGET', 'BUILD']) {
    variables.set(`${side}PLATFORM`, platform);
    variables.set(`${side}OS`, os);
    variables.set(`${side}ARCH`, architecture);
  }
  for (const { keyword, words } of instructions) {
    if (keyword === 'FROM') break;
    if (keyword !== 'ARG') continue;
    for (const { text } of words) {
      const [, name = '', , written] = /^([^=]+)(=(.*))?$/s.exec(text) ?? [];
      const given = Object.hasOwn(args, name) ? args[name] : undefined;
      const value =
        given ?? (written === undefined ? undefined : expand(written, variables, escape));
      if (value !== undefined) variables.set(name, value);
    }
  }
  return variables;
}

/** `FROM image AS name`; a stage without a name has none that an image could be taken for. */
function stageName({ words }: Instruction): string {
  const [, as, name] = words.filter(({ text }) => !text.startsWith('--'));
  return as?.text.toUpperCase() === 'AS' ? (name?.text.toLowerCase() ?? '') : '';
}

/** Which stage is the last to be built. */
function stageIndex(target: string | undefined, instructions: readonly Instruction[]): number {
  const names = instructions.filter(({ keyword }) => keyword === 'FROM').map(stageName);
  if (target === undefined) return names.length - 1;
  const named = names.indexOf(target.toLowerCase());
  if (named >= 0) return named;
  return /^\d+$/.test(target) ? Number(target) : names.length - 1;
}

/** Where a step of a build takes files from, besides its context. */
function sourcesOf({ keyword, words }: Instruction): readonly Word[] {
  const end = words.findIndex(({ text }) => !text.startsWith('--'));
  const flags = end < 0 ? words : words.slice(0, end);
  if (keyword === 'COPY') return flags.flatMap((flag) => partOf(flag, /^--from=(.+)$/ds));
  if (keyword === 'RUN') {
    return flags.flatMap((flag) => partOf(flag, /^--mount=(?:.*,)?from=([^,]+)(?:,|$)/ds));
  }
  return [];
}

/** The part of a word that the pattern's first group finds. */
function partOf({ text, at }: Word, pattern: RegExp): readonly Word[] {
  const [start, end] = pattern.exec(text)?.indices?.[1] ?? [];
  return start === undefined || end === undefined
    ? []
    : [{ text: text.slice(start, end), at: at.slice(start, end) }];
}
