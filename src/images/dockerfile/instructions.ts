/*
 * Dockerfiles as BuildKit's parser cuts them up (moby/buildkit, `frontend/dockerfile/parser`), as far as it takes to find
 * the images that one names. Byte by byte: texts are in Latin-1, so that an offset is one in the file.
 */

/** One instruction, with its continued lines put together. */
export interface Instruction {
  /** In capital letters: `FROM`. */
  readonly keyword: string;
  readonly words: readonly Word[];
}

/** A word as it is written, quotes and all. */
export interface Word {
  readonly text: string;
  /** The offset of each of its characters; between two of them a line may be continued. */
  readonly at: readonly number[];
}

export interface Dockerfile {
  /** `\`, unless `# escape=` says otherwise. */
  readonly escape: string;
  readonly instructions: readonly Instruction[];
}

const COMMENT = /^[ \t]*#/;
const BLANK = /^\s*$/;
const DIRECTIVE = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;
/** These alone take documents that follow their line. */
const WITH_DOCUMENTS = ['ADD', 'COPY', 'RUN'];

/** Cuts a Dockerfile up; what a builder would refuse is cut up somehow. */
export function readDockerfile(bytes: string): Dockerfile {
  const lines = linesOf(bytes);
  const escape = escapeOf(lines);
  const instructions: Instruction[] = [];
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (COMMENT.test(line.text) || BLANK.test(line.text)) continue;
    const [keyword, ...words] = wordsOf(continued(line, lines, escape), escape);
    if (keyword === undefined) continue;
    const instruction = { keyword: keyword.text.toUpperCase(), words };
    instructions.push(instruction);
    for (const end of documentsOf(instruction)) skipDocument(lines, end);
  }
  return { escape, instructions };
}

/** Characters that stand next to each other for a builder. */
type Text = Word;

/** Without what ends them. */
function linesOf(bytes: string): Text[] {
  const lines: Text[] = [];
  // A byte order mark belongs to no line.
  let start = bytes.startsWith('\xef\xbb\xbf') ? 3 : 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf('\n', start);
    const next = newline < 0 ? bytes.length : newline + 1;
    const text = bytes.slice(start, next).replace(/[\r\n]+$/, '');
    const first = start;
    lines.push({ text, at: Array.from(text, (_, index) => first + index) });
    start = next;
  }
  return lines;
}

/** Directives are the first lines, up to one that is none. */
function escapeOf(lines: readonly Text[]): string {
  for (const { text } of lines) {
    const [, name, value] = DIRECTIVE.exec(text) ?? [];
    if (name === undefined || value === undefined) break;
    if (name.toLowerCase() === 'escape') return value === '`' ? '`' : '\\';
  }
  return '\\';
}

/** The line with those that continue it, which are taken away. Comments and empty lines in between do not end it. */
function continued(first: Text, lines: Text[], escape: string): Text {
  const mark = new RegExp(`(^|[^\\${escape}])\\${escape}[ \\t]*$`);
  let text = '';
  const at: number[] = [];
  for (let line: Text | undefined = first; line !== undefined; line = lines.shift()) {
    const isInBetween = line !== first && (COMMENT.test(line.text) || BLANK.test(line.text));
    if (isInBetween) continue;
    const goesOn = mark.test(line.text);
    const own = goesOn ? line.text.replace(mark, '$1') : line.text;
    text += own;
    at.push(...line.at.slice(0, own.length));
    if (!goesOn) break;
  }
  return { text, at };
}

function wordsOf({ text, at }: Text, escape: string): readonly Word[] {
  const word = new RegExp(`(?:"(?:\\${escape}.|[^"])*"?|'[^']*'?|\\${escape}.|[^\\s"'])+`, 'gs');
  return [...text.matchAll(word)].map((found) => ({
    text: found[0],
    at: at.slice(found.index, found.index + found[0].length),
  }));
}

interface DocumentEnd {
  readonly name: string;
  /** `<<-`: tabs may stand before the name. */
  readonly indented: boolean;
}

function documentsOf({ keyword, words }: Instruction): readonly DocumentEnd[] {
  const [first, ...rest] = words;
  if (keyword === 'ONBUILD' && first !== undefined) {
    return documentsOf({ keyword: first.text.toUpperCase(), words: rest });
  }
  if (!WITH_DOCUMENTS.includes(keyword)) return [];
  return words.flatMap(({ text }) => {
    const [, dash, name = ''] = /^\d*<<(-?)([^<]+)$/.exec(text) ?? [];
    if (dash === undefined) return [];
    return [{ name: name.replaceAll(/["']/g, ''), indented: dash === '-' }];
  });
}

function skipDocument(lines: Text[], { name, indented }: DocumentEnd): void {
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if ((indented ? line.text.replace(/^\t+/, '') : line.text) === name) return;
  }
}
