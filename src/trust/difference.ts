import type { Content, ContentFile } from './content.ts';
import type { Power } from './power.ts';
import type { Trusted } from './records.ts';

/** In what a project differs from what was trusted. */
export interface Difference {
  /** Powers that it did not ask for then. */
  readonly added: readonly Power[];
  /** Sentences about those that it does not ask for any more. */
  readonly gone: readonly string[];
  /** `tackle.yaml: - before`, `tackle.yaml: + now`: lines that differ, in their order. */
  readonly lines: readonly string[];
}

export function differenceFrom(
  before: Trusted,
  content: Content,
  powers: readonly Power[],
): Difference {
  const now = powers.map(({ says }) => says);
  return {
    added: powers.filter(({ says }) => !before.powers.includes(says)),
    gone: before.powers.filter((says) => !now.includes(says)),
    lines: filesIn(before.content, content).flatMap((file) =>
      linesOf(file, textIn(before.content, file), textIn(content, file)),
    ),
  };
}

function filesIn(...contents: readonly Content[]): readonly string[] {
  return [...new Set(contents.flatMap(({ files }) => files.map(({ file }) => file)))];
}

function textIn({ files }: Content, name: string): readonly string[] {
  const found: ContentFile | undefined = files.find(({ file }) => file === name);
  return found === undefined ? [] : found.text.replace(/\n$/, '').split('\n');
}

/** What lies between the lines that both begin with and those that both end with. */
function linesOf(
  file: string,
  before: readonly string[],
  now: readonly string[],
): readonly string[] {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === now.at(-1 - end)) end += 1;
  const between = (lines: readonly string[]) => lines.slice(start, lines.length - end);
  return [
    ...between(before).map((line) => `${file}: - ${line}`),
    ...between(now).map((line) => `${file}: + ${line}`),
  ];
}
