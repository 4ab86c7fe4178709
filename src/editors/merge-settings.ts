import { readDocument } from '../config/read-document.ts';
import { withoutComments } from '../config/without-comments.ts';
import { plainOf } from '../config/written.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import { insertInto } from './insert-into.ts';
import type { Setting } from './settings.ts';
import { settingsObject } from './settings.ts';

/** What becomes of a text that holds settings. */
export interface Merged {
  /** With those that were not there; everything else of it is as it was, to the character. */
  readonly text: string;
  readonly added: readonly Setting[];
  /** Those that say something else there, with what that is: they are left as they are. */
  readonly others: readonly { readonly setting: Setting; readonly now: unknown }[];
}

type Plain = Readonly<Record<string, unknown>>;

/** Puts settings into JSON, with or without comments. Nothing where that cannot be done without touching more. */
export function mergeSettings(text: string, settings: readonly Setting[]): Merged | undefined {
  const before = plain(text);
  if (before === undefined) return undefined;
  const added: Setting[] = [];
  const others: Merged['others'][number][] = [];
  for (const setting of settings) {
    const now = valueOf(before, setting);
    if (now === undefined) added.push(setting);
    else if (JSON.stringify(now) !== JSON.stringify(setting.value)) others.push({ setting, now });
  }
  const after = put(text, before, added);
  if (after === undefined || !says(after, wanted(before, added))) return undefined;
  return { text: after, added, others };
}

/** Where there is something else than a map, that is what is there of each of its entries. */
function valueOf(plain: Plain, { key, entry }: Setting): unknown {
  const outer = Object.hasOwn(plain, key) ? plain[key] : undefined;
  if (entry === undefined || outer === undefined || !isMap(outer)) return outer;
  return Object.hasOwn(outer, entry) ? outer[entry] : undefined;
}

function put(text: string, before: Plain, added: readonly Setting[]): string | undefined {
  let now: string | undefined = text;
  const outside: Setting[] = [];
  for (const setting of added) {
    const { key, entry, value } = setting;
    if (entry === undefined || !Object.hasOwn(before, key)) outside.push(setting);
    else now = now === undefined ? undefined : insertInto(now, key, [[entry, value]]);
  }
  const whole = Object.entries(settingsObject(outside));
  if (now === undefined || whole.length === 0) return now;
  return insertInto(now, undefined, whole);
}

function wanted(before: Plain, added: readonly Setting[]): Plain {
  const after: Record<string, unknown> = { ...before };
  for (const { key, entry, value } of added) {
    after[key] = entry === undefined ? value : { ...(after[key] as object), [entry]: value };
  }
  return after;
}

function says(text: string, expected: Plain): boolean {
  const found = plain(text);
  return found !== undefined && sorted(found) === sorted(expected);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isMap(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Nothing where it is no map, or cannot be read. */
function plain(text: string): Plain | undefined {
  const file = '/' as AbsolutePath;
  const blank = withoutComments(text);
  const read = readDocument({ layer: 'project', file, root: file, text: blank });
  const isObject = blank.trimStart().startsWith('{') || blank.trim() === '';
  if (!read.ok || !isObject) return undefined;
  const value = read.value === undefined ? {} : plainOf(read.value);
  return isMap(value) ? value : undefined;
}

function isMap(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
