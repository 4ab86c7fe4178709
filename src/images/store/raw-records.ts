const BLOCK = 512;

/** Extended header records (`pax(5)`) as bytes: a path in them may be no UTF-8. */
export type RawRecords = ReadonlyMap<string, Buffer>;

const GLOBAL = 'g'.charCodeAt(0);
const LOCAL = 'x'.charCodeAt(0);

/**
 * The records that hold for an entry, out of the header blocks in front of its own: those of the last extended
 * header, and those of global headers before it. tar-stream has checked the blocks and decodes the same records.
 *
 * @param globals what earlier global headers said; a new one replaces it, as in tar-stream
 */
export function rawRecords(
  headers: Buffer,
  globals: RawRecords,
): { readonly records: RawRecords; readonly globals: RawRecords } {
  let local: RawRecords | undefined;
  let all = globals;
  let at = 0;
  while (at + BLOCK <= headers.length) {
    const type = headers[at + 156];
    const size = sizeIn(headers.subarray(at + 124, at + 136));
    const body = headers.subarray(at + BLOCK, at + BLOCK + size);
    if (type === GLOBAL) all = recordsIn(body);
    if (type === LOCAL) local = recordsIn(body);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  const records = local === undefined ? all : new Map([...all, ...local]);
  return { records, globals: all };
}

/** Octal digits; the blocks between entries are a few MiB at most, or zeros, which end an archive. */
function sizeIn(field: Buffer): number {
  const octal = /[0-7]+/.exec(field.toString('latin1'))?.[0];
  return octal === undefined ? 0 : parseInt(octal, 8);
}

/** `LENGTH KEY=VALUE\n` again and again, where the length counts all of it. */
function recordsIn(body: Buffer): RawRecords {
  const records = new Map<string, Buffer>();
  let at = 0;
  while (at < body.length) {
    const space = body.indexOf(0x20, at);
    const length = parseInt(body.subarray(at, Math.max(at, space)).toString('latin1'), 10);
    if (!(length > 0)) break;
    const record = body.subarray(space + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    if (equals === -1) break;
    records.set(record.subarray(0, equals).toString('latin1'), record.subarray(equals + 1));
    at += length;
  }
  return records;
}
