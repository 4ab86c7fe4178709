import { readBashLine } from './bash-line.ts';
import type { CommandMain, Context } from './command.ts';
import { done } from './command.ts';
import { completedWord, type Candidate } from './completed-word.ts';
import { replyToBash, replyToFish, replyToZsh, type Reply } from './completion-reply.ts';
import { writeOut } from './write-out.ts';

/**
 * `tackle +complete bash REPLACED LINE`, `tackle +complete zsh|fish WORD...`: for the scripts in `completions/`, what can stand
 * in the place of the word that is being typed. They get less when something is wrong, and never words about it.
 */
export const main: CommandMain = async ({ words: [shell, ...words] }, context) => {
  const text =
    shell === 'bash'
      ? await answerBash(words, context)
      : shell === 'zsh'
        ? replyToZsh(await reply(words, context))
        : shell === 'fish'
          ? replyToFish(await reply(words, context))
          : '';
  return text === '' ? done : writeOut(text);
};

async function answerBash(
  [replaced = '', text = '']: readonly string[],
  context: Context,
): Promise<string> {
  const line = readBashLine(text);
  const words = line.words.slice(1).map((word) => word.text);
  const answer: Reply = line.isRedirected
    ? { kind: 'files', prefix: '' }
    : await reply(words, context);
  return replyToBash(answer, line, replaced, text);
}

async function reply(words: readonly string[], context: Context): Promise<Reply> {
  const completed = completedWord(words);
  switch (completed.kind) {
    case 'words': {
      const { prefix, named, given } = completed;
      const { namedWords } = named ? await lookUp() : {};
      const found = named && namedWords ? await namedWords(named, given, context) : [];
      return { kind: 'words', prefix, words: without(given.words, [...completed.words, ...found]) };
    }
    case 'tool': {
      const { commandOfTool } = await lookUp();
      const command = await commandOfTool(completed.word, completed.named, context);
      if (command === undefined) return { kind: 'files', prefix: '' };
      return { kind: 'tool', command, from: completed.from };
    }
    case 'files':
    case 'directories':
      return completed;
  }
}

/** Each of them once: of those that are called alike, Tackle's own come first here as when they are run. */
function without(given: readonly string[], words: readonly Candidate[]): readonly Candidate[] {
  const byName = new Map([...words].reverse().map((each) => [each.word, each]));
  for (const word of given) byName.delete(word);
  return [...byName.values()].reverse();
}

/** Loaded where a project and the catalogue have to be looked at: most words are Tackle's own. */
async function lookUp() {
  return await import('./named-words.ts');
}
