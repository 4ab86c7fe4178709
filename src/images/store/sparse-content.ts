import { LayerFault } from './layer-fault.ts';
import type { TarEntry } from './tar-entries.ts';

/** Bytes and where in the file they belong. */
export interface Piece {
  readonly at: number;
  readonly bytes: Buffer;
}

const BLOCK = 512;

/**
 * GNU tar's sparse files, format 1.0, the one that it writes into extended headers: the content begins with a map
 * in decimal numbers, each on a line of its own, up to a whole block: how many runs there are, then where each begins
 * and how long it is. The other formats keep the map in headers.
 */
export interface SparseFile {
  readonly name: Buffer;
  /** With the holes. */
  readonly size: number;
}

/** Whether the entry is a sparse file, of a format that is read. */
export function sparseFile({ records }: TarEntry): SparseFile | undefined {
  if (![...records.keys()].some((key) => key.startsWith('GNU.sparse.'))) return undefined;
  const [major, name, size] = ['major', 'name', 'realsize'].map((key) =>
    records.get(`GNU.sparse.${key}`),
  );
  const bytes = Number(size?.toString('latin1'));
  if (major?.toString() !== '1' || name === undefined || !Number.isSafeInteger(bytes)) {
    throw new LayerFault('refused', 'it holds a sparse file of an old format');
  }
  return { name, size: bytes };
}

/** The runs of a sparse file. */
export async function* sparseContent(content: AsyncIterable<Buffer>): AsyncGenerator<Piece, void> {
  let head = Buffer.alloc(0);
  let map: SparseMap | undefined;
  for await (const chunk of content) {
    if (map === undefined) {
      head = Buffer.concat([head, chunk]);
      map = readMap(head);
      if (map !== undefined) yield* map.place(head.subarray(map.length));
    } else {
      yield* map.place(chunk);
    }
  }
}

interface SparseMap {
  /** In the content. */
  readonly length: number;
  readonly place: (bytes: Buffer) => Generator<Piece, void>;
}

/** Of a map that is not there as a whole yet, nothing. */
function readMap(head: Buffer): SparseMap | undefined {
  const lines = head.toString('latin1', 0, MOST_MAP).split('\n');
  const numbers = lines.slice(0, -1).map(Number);
  const [count] = numbers;
  if (head.length > MOST_MAP || (count ?? 0) > MOST_RUNS) {
    throw new LayerFault(
      'refused',
      `it holds a sparse file of more than ${String(MOST_RUNS)} runs`,
    );
  }
  if (count === undefined || numbers.length < 1 + 2 * count) return undefined;
  const used = lines.slice(0, 1 + 2 * count).reduce((sum, line) => sum + line.length + 1, 0);
  const length = Math.ceil(used / BLOCK) * BLOCK;
  if (head.length < length) return undefined;
  const runs = Array.from({ length: count }, (_, index) => ({
    at: numbers[1 + 2 * index] ?? 0,
    left: numbers[2 + 2 * index] ?? 0,
  }));
  if (runs.some(({ at, left }) => !isCount(at) || !isCount(left) || !isCount(at + left))) {
    throw new LayerFault('damaged', 'a sparse file in it has no sensible map');
  }
  return { length, place: (bytes) => place(bytes, runs) };
}

const MOST_RUNS = 10_000;
const MOST_MAP = 1024 * 1024;

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}

function* place(bytes: Buffer, runs: { at: number; left: number }[]): Generator<Piece, void> {
  let rest = bytes;
  while (rest.length > 0) {
    const [run] = runs;
    if (run === undefined) return;
    const part = rest.subarray(0, run.left);
    if (part.length > 0) yield { at: run.at, bytes: part };
    run.at += part.length;
    run.left -= part.length;
    rest = rest.subarray(part.length);
    if (run.left === 0) runs.shift();
  }
}
