import type * as v from 'valibot';
import { nearest } from '../kernel/nearest.ts';
import type { Place } from '../kernel/place.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { ConfigProblem } from './problems.ts';
import { configProblem } from './problems.ts';
import { inWords, shortened } from './in-words.ts';
import { packageName, staysInside } from './read-words.ts';
import type { FaultName } from './schema-parts.ts';
import type { Want, WantName } from './wants.ts';
import { WANTS } from './wants.ts';
import type { Written, WrittenEntry } from './written.ts';
import { entriesOf } from './written.ts';

/** A fault that the schema found, followed back to the characters it is about. */
interface Spot {
  /** `toolboxes.latex.packages[2]`, or `the config`. */
  readonly name: string;
  /** The value at fault; nothing where a key is missing. */
  readonly value: Written | undefined;
  /** The key at fault, when the fault is in a key. */
  readonly entry: WrittenEntry | undefined;
  /** The map that the key is in. */
  readonly map: Written;
  readonly place: Place;
  /** The last key on the way to the value. */
  readonly keyPlace: Place;
}

/** Every fault of a document as a problem at its characters; `name` is what the whole is called. */
export function faultProblems(
  written: Written,
  issues: readonly v.BaseIssue<unknown>[],
  name?: string,
): readonly ConfigProblem[] {
  const problems = issues.map((issue) => problemOf(issue, spotOf(written, issue, name)));
  const byPlace = new Map(problems.map((problem) => [textKey(problem), problem]));
  return [...byPlace.values()].sort((a, b) => inText(a) - inText(b));
}

/** Two rules that refuse the same characters with the same words are one fault. */
function textKey({ place, message }: ConfigProblem): string {
  return `${place?.line ?? 0}:${place?.column ?? 0}:${message}`;
}

function inText({ place }: ConfigProblem): number {
  return (place?.line ?? 0) * 1_000_000 + (place?.column ?? 0);
}

function spotOf(root: Written, issue: v.BaseIssue<unknown>, rootName = ''): Spot {
  let name = rootName;
  let map = root;
  let value: Written | undefined = root;
  let entry: WrittenEntry | undefined;
  let keyPlace = root.place;
  for (const { key } of issue.path ?? []) {
    map = value ?? root;
    if (typeof key === 'number') {
      name += `[${key}]`;
      value = map.kind === 'list' ? map.items[key] : undefined;
      continue;
    }
    entry = entriesOf(map).find((candidate) => candidate.key === key);
    name += name === '' ? String(key) : `.${String(key)}`;
    value = entry?.value;
    keyPlace = entry?.keyPlace ?? keyPlace;
  }
  const inKey = issue.path?.at(-1)?.origin === 'key';
  const place = inKey ? keyPlace : (value?.place ?? keyPlace);
  const shown = name === '' ? 'the config' : `\`${shortened(name)}\``;
  return { name: shown, value, entry: inKey ? entry : undefined, map, place, keyPlace };
}

function problemOf(issue: v.BaseIssue<unknown>, spot: Spot): ConfigProblem {
  if (Object.hasOwn(WANTS, issue.message)) return unwanted(WANTS[issue.message as WantName], spot);
  const fault = issue.message as FaultName;
  const known = issue.expected?.split('|') ?? [];
  switch (fault) {
    case 'unknown-key':
      return unknownKey(spot, known);
    case 'missing-key': {
      const message = `${spot.name} is missing`;
      return configProblem('config/missing-key', spot.place, message, missingHint(spot.name));
    }
    case 'no-kind':
      return noKind(spot, known);
    case 'two-kinds': {
      const both = entriesOf(spot.map).filter(({ key }) => known.includes(key));
      const words = both.map(({ key }) => `\`${key}\``).join(' and ');
      const message = `a toolbox is of one kind, and this one has ${words}`;
      return configProblem('config/toolbox-kind', spot.place, message, 'keep one of them');
    }
    case 'written-twice': {
      const item = spot.value?.kind === 'scalar' ? packageName(String(spot.value.value)) : '';
      const message = `\`${shortened(item)}\` is in this list already`;
      return configProblem('config/written-twice', spot.place, message, 'remove one of them');
    }
    default:
      return unreachable(fault);
  }
}

function missingHint(name: string): string | undefined {
  if (name.endsWith('.commands`')) return 'say which words to type for it: `commands: [make, gcc]`';
  return name.endsWith('.toolbox`') ? 'say where it lives: `toolbox: python@3.8`' : undefined;
}

/** Keys that are right in another kind of toolbox. */
const HOMES: readonly (readonly [keys: readonly string[], home: string])[] = [
  [['packages', 'npm'], 'a toolbox with `debian`'],
  [['context', 'target', 'args'], 'a toolbox with `dockerfile`'],
];

function unknownKey(spot: Spot, known: readonly string[]): ConfigProblem {
  const key = spot.entry?.key ?? '';
  const message = `there is no key \`${shortened(key)}\` here`;
  const like = nearest(key, known);
  const home = HOMES.find(([keys]) => keys.includes(key))?.[1];
  const among = known.map((name) => `\`${name}\``).join(', ');
  const elsewhere = home === undefined ? `the keys here are ${among}` : `it belongs to ${home}`;
  const hint = like === undefined ? elsewhere : `did you mean \`${like}\`?`;
  return configProblem('config/unknown-key', spot.place, message, hint);
}

/** A toolbox without `image`, `debian` or `dockerfile`: most likely one of them is misspelt. */
function noKind(spot: Spot, present: readonly string[]): ConfigProblem {
  const kinds = ['image', 'debian', 'dockerfile'];
  for (const entry of entriesOf(spot.value)) {
    const like = present.includes(entry.key) ? nearest(entry.key, kinds) : undefined;
    if (like !== undefined) return unknownKey({ ...spot, entry, place: entry.keyPlace }, [like]);
  }
  const message = `${spot.name} does not say how its image comes to be`;
  const hint = 'add one of the keys `image`, `debian` and `dockerfile`';
  return configProblem('config/toolbox-kind', spot.keyPlace, message, hint);
}

function unwanted(want: Want, spot: Spot): ConfigProblem {
  if (spot.entry) {
    const key = shortened(spot.entry.key);
    const message =
      key === '__proto__' ? 'there is no key `__proto__`' : `\`${key}\` should be ${want.what}`;
    return configProblem('config/bad-name', spot.place, message);
  }
  const found = spot.value;
  const message = `${spot.name} should be ${want.what}, not ${found ? inWords(found) : 'nothing'}`;
  const text =
    found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : undefined;
  if (want === WANTS.path && text !== undefined && !staysInside(text)) {
    const outside = `\`${shortened(text)}\` leaves the project`;
    const hint = 'move it into the project: a toolbox sees nothing else';
    return configProblem('config/path-outside', spot.place, outside, hint);
  }
  const code = isRightType(want, found) ? 'config/bad-value' : 'config/wrong-type';
  return configProblem(code, spot.place, message, hintFor(want, found));
}

function hintFor(want: Want, found: Written | undefined): string | undefined {
  const bare = found?.kind === 'scalar' && found.value !== null && typeof found.value !== 'string';
  if (want.quote && bare) return `put it in quotes: \`"${found.source}"\``;
  const oneOf = [...want.what.matchAll(/`([a-z-]+)`/g)].map((match) => match[1] ?? '');
  const word = found?.kind === 'scalar' ? String(found.value) : '';
  const like = oneOf.length > 1 ? nearest(word, oneOf) : undefined;
  return like === undefined ? want.hint : `did you mean \`${like}\`?`;
}

const COLLECTIONS: readonly Want[] = [
  WANTS.config,
  WANTS.section,
  WANTS.list,
  WANTS['own-toolbox'],
];

function isRightType(want: Want, found: Written | undefined): boolean {
  if (COLLECTIONS.includes(want)) return false;
  const number = want === WANTS.pids || want === WANTS.cpus;
  return found?.kind === 'scalar' && typeof found.value === (number ? 'number' : 'string');
}
