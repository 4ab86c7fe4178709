import type { TomlError } from 'smol-toml';
import * as v from 'valibot';
import type { Place } from '../kernel/place.ts';
import { PLATFORMS } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { placesIn, type PlaceFinder } from '../kernel/text-places.ts';
import { parseAsked } from './asked.ts';
import type { Lock, LockEntry } from './lock.ts';
import { LOCK_FORMAT } from './print-lock.ts';
import type { LockProblem } from './problems.ts';
import { conflict, malformed, newer } from './problems.ts';
import { readCanonical } from './read-canonical.ts';
import { DockerfileEntry, ImageEntry, PackagesEntry } from './schema.ts';

/** What git, and others after it, write around the sides of a conflict. */
const CONFLICT = /^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$/m;

/** @param file where the text stands, for problems */
export async function parseLock(text: string, file: string): Promise<Result<Lock, LockProblem>> {
  const placeOf = placesIn(file, text);
  const mark = CONFLICT.exec(text);
  if (mark) return err(conflict(placeOf(mark.index, mark.index + mark[0].length)));
  const canonical = readCanonical(text);
  if (canonical !== undefined) return readDocument(canonical, text, placeOf);
  const { parse, TomlError } = await import('./toml.ts');
  try {
    return readDocument(parse(text), text, placeOf);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const why = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
    return err(malformed(placeAt(error, text, placeOf), why));
  }
}

function readDocument(
  { lock: format, toolbox: toolboxes = {}, ...others }: Readonly<Record<string, unknown>>,
  text: string,
  placeOf: PlaceFinder,
): Result<Lock, LockProblem> {
  const at = (...path: readonly string[]) => placeOfTable(text, path, placeOf);
  if (typeof format === 'number' && format > LOCK_FORMAT) {
    const from = text.search(/^lock\b/m);
    return err(newer(placeOf(Math.max(from, 0), Math.max(from, 0) + 'lock'.length), format));
  }
  if (format !== LOCK_FORMAT) return err(malformed(at(), `\`lock = ${LOCK_FORMAT}\` is missing`));
  const [other] = Object.keys(others);
  if (other !== undefined) return err(malformed(at(), `nobody knows \`${other}\``));
  if (!isTable(toolboxes)) return err(malformed(at(), '`toolbox` is no table'));
  const lock = new Map<string, LockEntry>();
  for (const [asked, fields] of Object.entries(toolboxes)) {
    if (parseAsked(asked) === undefined) {
      return err(malformed(at(asked), `\`${asked}\` names no toolbox`));
    }
    const entry = readEntry(fields);
    if (!entry.ok) return err(malformed(at(asked), entry.error));
    lock.set(asked, entry.value);
  }
  return ok(lock);
}

/** The entry, or why it is none. */
function readEntry(fields: unknown): Result<LockEntry, string> {
  if (!isTable(fields)) return err('a toolbox is a table');
  const withPlatforms = gathered(fields);
  if ('image' in fields) return read(ImageEntry, withPlatforms);
  if ('debian' in fields) return read(PackagesEntry, withPlatforms);
  if ('context' in fields) return read(DockerfileEntry, fields);
  return err('it has none of `image`, `debian` and `context`');
}

/** The tables of the platforms in one, which a file has beside the rest. */
function gathered(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names: readonly string[] = PLATFORMS;
  const all = Object.entries(fields);
  return {
    ...Object.fromEntries(all.filter(([name]) => !names.includes(name))),
    platforms: Object.fromEntries(all.filter(([name]) => names.includes(name))),
  };
}

function read(
  schema: v.GenericSchema<unknown, LockEntry>,
  fields: unknown,
): Result<LockEntry, string> {
  const result = v.safeParse(schema, fields);
  if (result.success) return ok(result.output);
  const [issue] = result.issues;
  const path = (issue.path ?? [])
    .map(({ key }) => String(key))
    .filter((key) => key !== 'platforms');
  const where = path.length === 0 ? '' : `\`${path.join('.')}\`: `;
  return err(`${where}${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`);
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function placeAt({ line, column }: TomlError, text: string, placeOf: PlaceFinder): Place {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf('\n', start) + 1;
  return placeOf(start + column - 1, start + column);
}

/** The line that begins the table, as it is printed; the first line where there is none. */
function placeOfTable(text: string, path: readonly string[], placeOf: PlaceFinder): Place {
  const [asked] = path;
  const heads = asked === undefined ? [] : [`[toolbox.${asked}]`, `[toolbox."${asked}"]`];
  const from = heads.map((head) => text.indexOf(head)).find((index) => index >= 0) ?? 0;
  return placeOf(from, `${text}\n`.indexOf('\n', from));
}
