import type { Bound, Range } from './range.ts';
import { parseRange } from './range.ts';

/** Which versions of a tool somebody asks for. */
export type Wish =
  | { readonly kind: 'range'; readonly range: Range; readonly prefers?: Range }
  /** A version of the catalogue by its name: `extra`, `lts`; the newest where there is none such. */
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'newest' };

/** Who writes it: what a bare number and half a version mean differs. */
export type Dialect = 'npm' | 'python';

/** Node's long-term lines by the names that `nvm` takes. */
const LTS: Readonly<Record<string, number>> = {
  argon: 4,
  boron: 6,
  carbon: 8,
  dubnium: 10,
  erbium: 12,
  fermium: 14,
  gallium: 16,
  hydrogen: 18,
  iron: 20,
  jod: 22,
  krypton: 24,
};

const NEWEST = ['latest', 'node', 'current', 'stable', 'newest', 'release', '*', 'x'];

/** Reads what was asked for; nothing for a text that asks for no version in particular, or makes no sense. */
export function readWish(text: string, dialect: Dialect = 'npm'): Wish | undefined {
  const asked = text.trim().toLowerCase();
  if (NEWEST.includes(asked)) return { kind: 'newest' };
  if (/^lts(?:\/\*|-latest)?$/.test(asked)) return { kind: 'named', name: 'lts' };
  const line = LTS[/^lts[/-]([a-z]+)$/.exec(asked)?.[1] ?? ''];
  if (line !== undefined) return oneLine([line]);
  const range = parseRange(asked, dialect === 'npm' ? 'line' : 'point');
  return range && { kind: 'range', range };
}

/** What stands before a number that is the tool's own all the same: not so of `jruby-9.4`. */
const MAKER =
  '(?:python|ruby|node|go|(?:temurin|openjdk|adoptopenjdk|corretto|zulu|liberica|microsoft|oracle|sapmachine)(?:-[a-z]+[0-9]*)*)-';
const NUMBER = new RegExp(`^(?:${MAKER})?(?:v|go)?([0-9]+(?:\\.[0-9]+)*)`, 'i');

/** The version number that a text such as `temurin-17.0.1+12`, `v10.16.3` or `3.8-slim` begins with, and all that begins so. */
export function readNumber(text: string): Wish | undefined {
  const number = NUMBER.exec(text)?.[1];
  return number === undefined ? undefined : oneLine(number.split('.').map(Number));
}

/** At least this one, and best of its own line: what `go 1.22` in `go.mod` says. */
export function readLeast(text: string): Wish | undefined {
  const own = readNumber(text);
  if (own?.kind !== 'range') return undefined;
  const least = own.range.map((bounds) => bounds.map((bound): Bound => ({ ...bound, is: '>=' })));
  return { kind: 'range', range: least, prefers: own.range };
}

/** Any of these. */
export function eitherOf(wishes: readonly Wish[]): Wish | undefined {
  const ranges = wishes.flatMap((wish) => (wish.kind === 'range' ? wish.range : []));
  return ranges.length > 0 ? { kind: 'range', range: ranges } : wishes[0];
}

function oneLine(numbers: readonly number[]): Wish {
  return { kind: 'range', range: [[{ is: '=', numbers }]] };
}
