/** A word of a line of bash: what it says, and where in the line it ends. */
interface LineWord {
  readonly text: string;
  readonly end: number;
}

export interface BashLine {
  /** Without redirections; the last one is being typed and may be empty. */
  readonly words: readonly LineWord[];
  /** Whether what is being typed is the file of a redirection, and no word. */
  readonly isRedirected: boolean;
  /** Whether it stands in quotes that are still open. */
  readonly isQuoted: boolean;
}

/** What words are made of, and what stands between them. A quoted text may lack its end: the cursor is there. */
const PIECE =
  /\\(?<escaped>[^]?)|'(?<single>[^']*)(?<end1>'?)|"(?<double>(?:\\[^]|[^"\\])*)\\?(?<end2>"?)|(?<redirects>[<>]+[&|]?|&>+)|(?<blank>\s+)|[^\s\\'"<>&]+|&/g;

/**
 * Reads the beginning of a line as bash reads it, up to the cursor. Nothing is expanded: what `$(…)` in it would do, nobody
 * is to find out by pressing Tab.
 */
export function readBashLine(line: string): BashLine {
  const words: LineWord[] = [];
  let text: string | undefined;
  let isRedirected = false;
  let isQuoted = false;
  const finish = (end: number) => {
    if (text === undefined) return;
    if (!isRedirected) words.push({ text, end });
    [text, isRedirected] = [undefined, false];
  };
  for (const { 0: piece, index, groups = {} } of line.matchAll(PIECE)) {
    isQuoted = groups['end1'] === '' || groups['end2'] === '';
    if (groups['blank'] !== undefined) finish(index);
    else if (groups['redirects'] === undefined) text = (text ?? '') + meaning(piece, groups);
    else {
      // The number in `2>` is no word.
      if (/^[0-9]+$/.test(text ?? '')) text = undefined;
      finish(index);
      isRedirected = true;
    }
  }
  if (!isRedirected) words.push({ text: text ?? '', end: line.length });
  return { words, isRedirected, isQuoted };
}

/** What a part of a word says when bash has taken the quotes off. */
export function withoutQuotes(part: string): string {
  const pieces = [...part.matchAll(PIECE)];
  return pieces.map(({ 0: piece, groups = {} }) => meaning(piece, groups)).join('');
}

function meaning(piece: string, groups: Readonly<Record<string, string | undefined>>): string {
  const { escaped, single, double } = groups;
  return escaped ?? single ?? double?.replaceAll(/\\([$`"\\])/g, '$1') ?? piece;
}
