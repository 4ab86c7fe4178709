/** Any of these alternatives; each is a list of bounds that hold together. No bounds: every version. */
export type Range = readonly (readonly Bound[])[];

/** What is compared: `=` and `!=` by the numbers that are written, so that `3.8` is all of `3.8.20`. */
export interface Bound {
  readonly is: '=' | '!=' | '<' | '<=' | '>' | '>=';
  readonly numbers: readonly number[];
}

/** What `>3.8` and `<=3.8` mean: the whole line, as to npm, or `3.8.0`, as to Python. */
export type Partial = 'line' | 'point';

const OPERATOR = '(?:\\^|~=|~>|~|===|==|=|!=|>=|<=|>|<)';
const VERSION = '[v=]*([0-9]+(?:\\.(?:[0-9]+|[x*]))*)(?:[.+-]?[0-9a-z][0-9a-z.+-]*)?';
const COMPARATOR = new RegExp(`^(${OPERATOR})?\\s*(?:${VERSION}|[x*])$`, 'i');

/** Longer than any range that a person has written. */
const LONGEST = 256;

/**
 * Reads a range of versions as npm, Python (PEP 440), Poetry, RubyGems and Terraform write them: alternatives parted by `||` or
 * `|`, bounds by commas or blanks. What follows the numbers (`3.13.0rc1`, `1.2.3-beta`) is passed over. Nothing for a
 * text that is no range.
 */
export function parseRange(text: string, partial: Partial): Range | undefined {
  if (text.length > LONGEST) return undefined;
  const range: Bound[][] = [];
  for (const part of text.split(/\|\|?/)) {
    const bounds = parseTogether(part.trim(), partial);
    if (bounds === undefined) return undefined;
    range.push(bounds);
  }
  return range;
}

function parseTogether(text: string, partial: Partial): Bound[] | undefined {
  const [, from, to] = /^(\S+)\s+-\s+(\S+)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined) {
    return parseTogether(`>=${from} <=${to}`, 'line');
  }
  // A blank between an operator and its version parts nothing.
  const joined = text.replace(new RegExp(`(${OPERATOR})\\s+`, 'g'), '$1');
  const bounds: Bound[] = [];
  for (const word of joined.split(/[\s,]+/)) {
    const own = word === '' && joined === '' ? [] : parseComparator(word, partial);
    if (own === undefined) return undefined;
    bounds.push(...own);
  }
  return bounds;
}

function parseComparator(word: string, partial: Partial): readonly Bound[] | undefined {
  const found = COMPARATOR.exec(word);
  if (found === null) return undefined;
  const [, operator = '=', version] = found;
  if (version === undefined) return [];
  // `3.8.*` and `3.x`: what stands before the wild card counts.
  const [known = ''] = version.split(/\.[x*]/i);
  const numbers = known.split('.').map(Number);
  return boundsOf(operator, numbers, partial);
}

function boundsOf(
  operator: string,
  numbers: readonly number[],
  partial: Partial,
): readonly Bound[] {
  const from: Bound = { is: '>=', numbers };
  const isPart = partial === 'line' && numbers.length < 3;
  switch (operator) {
    case '^': {
      const first = numbers.findIndex((number) => number > 0);
      const at = first < 0 ? numbers.length - 1 : first;
      return [from, { is: '<', numbers: next(numbers.slice(0, at + 1)) }];
    }
    case '~':
      return [from, { is: '<', numbers: next(numbers.slice(0, 2)) }];
    case '~=':
    case '~>':
      return [from, { is: '<', numbers: next(numbers.slice(0, Math.max(1, numbers.length - 1))) }];
    case '>':
      return [isPart ? { is: '>=', numbers: next(numbers) } : { is: '>', numbers }];
    case '<=':
      return [isPart ? { is: '<', numbers: next(numbers) } : { is: '<=', numbers }];
    case '>=':
      return [from];
    case '<':
    case '!=':
      return [{ is: operator, numbers }];
    default:
      return [{ is: '=', numbers }];
  }
}

/** The line after this one: `3.9` after `3.8`. */
function next(numbers: readonly number[]): readonly number[] {
  return [...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1];
}

/**
 * Whether a version lies in the range. One with fewer than three numbers is a line, and stands for its newest release: `3.8` is above
 * every `3.8.5`.
 */
export function accepts(range: Range, version: readonly number[]): boolean {
  return range.some((bounds) => bounds.every((bound) => holds(bound, version)));
}

function holds({ is, numbers }: Bound, version: readonly number[]): boolean {
  const order = compare(version, numbers);
  switch (is) {
    case '=':
      return begins(version, numbers);
    case '!=':
      return !begins(version, numbers);
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function begins(version: readonly number[], numbers: readonly number[]): boolean {
  return numbers.every((number, at) => version[at] === number);
}

/** A version that is a line goes on without end; a bound goes on with zeros. */
function compare(version: readonly number[], bound: readonly number[]): number {
  for (let at = 0; at < Math.max(version.length, bound.length, 3); at++) {
    const [own, other] = [version[at] ?? Infinity, bound[at] ?? 0];
    if (own !== other) return own < other ? -1 : 1;
  }
  return 0;
}
