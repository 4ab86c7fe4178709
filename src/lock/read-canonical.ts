/** What a TOML file says, as plain data. */
export type TomlTable = Readonly<Record<string, unknown>>;

const HEADER =
  /^\[((?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*")(?:\.(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"))*)\]$/;
const KEY = /[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"/g;
const LINE =
  /^([A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*") = (?:("(?:[^"\\]|\\.)*")|(0|[1-9][0-9]*)|(\[\])|(\[))$/;
const ITEM = /^ {2}("(?:[^"\\]|\\.)*"),$/;

/**
 * Reads a lock file that is in the form in which it is printed, which is nearly every one: line by line, a tenth of what
 * the library for TOML takes. Nothing for any other text, which is for that library to read or to refuse.
 */
export function readCanonical(text: string): TomlTable | undefined {
  try {
    return tableOf(text);
  } catch {
    return undefined;
  }
}

type Open = Record<string, unknown>;

/** Throws at what is not in that form. */
function tableOf(text: string): TomlTable {
  const root = open();
  const headers = new Set<string>();
  let table = root;
  let list: unknown[] | undefined;
  for (const line of text.split('\n')) {
    if (list !== undefined) {
      if (line === ']') list = undefined;
      else list.push(textOf(ITEM.exec(line)?.[1]));
    } else if (line.startsWith('[')) {
      if (headers.has(line)) throw new Error(line);
      headers.add(line);
      table = tableAt(root, HEADER.exec(line)?.[1]);
    } else if (line !== '' && !line.startsWith('#')) {
      const [, name, string, number, empty, begins] = LINE.exec(line) ?? [];
      const value = string ? textOf(string) : number ? Number(number) : [];
      put(table, keyOf(name), value);
      if (begins !== undefined && empty === undefined) list = value as unknown[];
    }
  }
  if (list !== undefined) throw new Error('a list without an end');
  return root;
}

/** Without a prototype: a key may be called `__proto__`. */
function open(): Open {
  return Object.create(null) as Open;
}

function tableAt(root: Open, path: string | undefined): Open {
  if (path === undefined) throw new Error('no table');
  let table = root;
  for (const key of path.match(KEY) ?? []) {
    const name = keyOf(key);
    const next = table[name] ?? open();
    if (typeof next !== 'object' || Array.isArray(next)) throw new Error(name);
    table[name] = next;
    table = next as Open;
  }
  return table;
}

function put(table: Open, name: string, value: unknown): void {
  if (name in table) throw new Error(name);
  table[name] = value;
}

function keyOf(written: string | undefined): string {
  if (written === undefined) throw new Error('no key');
  return written.startsWith('"') ? textOf(written) : written;
}

/** As it is printed: with the escapes of JSON, and none that only TOML has. */
function textOf(written: string | undefined): string {
  if (written === undefined) throw new Error('no text');
  return JSON.parse(written) as string;
}
