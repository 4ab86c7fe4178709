import type { ErrorCode, YAMLError } from 'yaml';
import type { PlaceFinder } from '../kernel/text-places.ts';
import type { ConfigProblem } from './problems.ts';
import { configProblem } from './problems.ts';

/** What to type instead, where the parser's own words do not say it. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  BAD_SCALAR_START: 'put the value in quotes: `"@scope/name@1.2.3"`',
  TAB_AS_INDENT: 'indent with spaces',
  BLOCK_AS_IMPLICIT_KEY: 'put the value in quotes if it holds a `: `, else start a new line',
  BLOCK_IN_FLOW: 'separate the entries with a comma',
  BAD_INDENT: 'line it up with its neighbours, and close every `[`, `{` and quote',
  MISSING_CHAR: 'check the quotes, brackets and colons here and above',
};

/**
 * The parser's complaints in order, one a line: what follows an error on its line, and an
 * eleventh error, are nearly always its consequence.
 */
export function syntaxProblems(
  errors: readonly YAMLError[],
  placeOf: PlaceFinder,
): readonly ConfigProblem[] {
  const byLine = new Map<number, ConfigProblem>();
  for (const { code, message, pos } of errors) {
    const place = placeOf(pos[0], pos[1]);
    if (byLine.has(place.line)) continue;
    const words = inOurWords(message);
    byLine.set(place.line, configProblem('config/syntax', place, words, HINTS[code]));
    if (byLine.size === 10) break;
  }
  return [...byLine.values()];
}

/** The parser's message as ours are written: small first letter, literal characters in backticks. */
function inOurWords(message: string): string {
  const quoted = message
    .replace(/^Missing closing (['"])quote/, 'missing closing `$1`')
    .replace(/ ([\]}@`%|>!&*?:,-])(?= |$)/g, (_, char: string) =>
      char === '`' ? ' backtick' : ` \`${char}\``,
    );
  return `${quoted.charAt(0).toLowerCase()}${quoted.slice(1)}`;
}
