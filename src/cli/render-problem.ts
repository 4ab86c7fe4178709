import type { Place } from '../kernel/place.ts';
import type { Problem } from '../kernel/problem.ts';
import type { Paint } from './paint.ts';
import { shortPath } from './short-path.ts';
import { excerpt } from './source-excerpt.ts';
import { visible } from './visible-text.ts';

export interface Rendering {
  readonly paint: Paint;
  /** Paths below it are shown relative to it. */
  readonly cwd: string;
  /** Of the terminal; 80 where there is none. */
  readonly columns: number;
}

/** More than this many problems at once help nobody. */
const MOST_PROBLEMS = 10;

/** All the problems as one text for stderr, each ending in a newline, with a blank line between two. */
export function renderProblems(problems: readonly Problem[], rendering: Rendering): string {
  const shown = problems.slice(0, MOST_PROBLEMS).map((each) => renderProblem(each, rendering));
  const left = problems.length - shown.length;
  if (left > 0) shown.push(`tackle: and ${left} more of the kind\n`);
  return shown.join('\n');
}

/**
 * One problem:
 *
 *     tackle: unknown key `comands` [config/unknown-key]
 *       tackle.yaml:3:1
 *         3 | comands:
 *           | ^^^^^^^
 *       what a program said about it
 *     hint: did you mean `commands`?
 */
export function renderProblem(problem: Problem, rendering: Rendering): string {
  const { paint } = rendering;
  const lines = [
    `${paint('error', 'tackle:')} ${visible(problem.message)} ${paint('quiet', `[${problem.code}]`)}`,
    ...(problem.place === undefined ? [] : renderPlace(problem.place, rendering)),
    ...(problem.detail ?? []).map((line) => `  ${visible(line)}`.trimEnd()),
    ...(problem.hint === undefined ? [] : [`${paint('hint', 'hint:')} ${visible(problem.hint)}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function renderPlace(place: Place, { paint, cwd, columns }: Rendering): string[] {
  const isFile = place.file.startsWith('/');
  const number = isFile ? String(place.line) : '';
  const gutter = `    ${number} ${paint('quiet', '|')} `;
  const below = `    ${' '.repeat(number.length)} ${paint('quiet', '|')} `;
  const { source, underline } = excerpt(place, columns - number.length - 7);
  const where = isFile ? `${shortPath(place.file, cwd)}:${place.line}:${place.column}` : place.file;
  return [
    `  ${visible(where)}`,
    (gutter + source).trimEnd(),
    below + underline.replace(/\^+/, (marks) => paint('fault', marks)),
  ];
}
