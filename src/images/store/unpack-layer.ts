import { readdirSync, unlinkSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Digest } from '../../kernel/brand.ts';
import { MOST_ENTRIES } from './archive-limits.ts';
import { compressionOf, decompressor, LONGEST_MAGIC } from './decompress.ts';
import { LayerFault } from './layer-fault.ts';
import { directory, type DirectoryNode } from './layer-tree.ts';
import { measured, type Announced } from './measured.ts';
import { placeEntry, type Unpacking } from './place-entry.ts';
import { tarReader, type TarReader } from './tar-entries.ts';

/** What a layer turned out to be. */
export interface UnpackedLayer {
  readonly tree: DirectoryNode;
  /** Of the blob, as it came. */
  readonly digest: Digest;
  /** Of the tar archive in it. */
  readonly diffId: Digest;
}

export interface UnpackRequest {
  readonly blob: Readable;
  readonly announced: Announced;
  readonly diffId?: Digest | undefined;
  /** An empty directory for what files hold, each under a number. */
  readonly contents: string;
  readonly signal: AbortSignal;
  /** How many bytes of the blob have been read. */
  readonly onBytes?: (bytes: number) => void;
  /** How many entries have been placed. */
  readonly onEntry?: (entries: number) => void;
}

/**
 * Reads a tar archive, plain or compressed, into a tree and files. All bytes have been proved when the promise is
 * kept. It is broken with a `LayerFault`, with what the file system says, with what the blob's own stream fails with,
 * or with the signal's reason; then the directory holds anything, and the blob is destroyed.
 */
export async function unpackLayer(request: UnpackRequest): Promise<UnpackedLayer> {
  const { blob, announced, signal } = request;
  const pieces = blob[Symbol.asyncIterator]() as AsyncIterator<Buffer, void>;
  const reader = await tarReader();
  try {
    const head = await headOf(pieces);
    const decoder = await decompressor(compressionOf(head));
    const source = Readable.from(withHead(head, pieces), { objectMode: false });
    const raw = measured(announced, (chunk, all) => {
      if (decoder === undefined) reader.see(chunk);
      request.onBytes?.(all);
    });
    // What is not compressed is its own archive, and hashed once.
    const plain = decoder === undefined ? raw : measured({}, reader.see);
    const steps = decoder === undefined ? [raw.stream] : [raw.stream, decoder, plain.stream];
    const sink = reader.sink as unknown as NodeJS.WritableStream;
    const flowing = pipeline([source, ...steps, sink], { signal });
    const tree = await together(flowing, readAll(reader, request));
    const diffId = plain.digest();
    if (request.diffId === undefined || request.diffId === diffId)
      return { tree, digest: raw.digest(), diffId };
    throw new LayerFault('damaged', `the archive in it is \`${diffId}\``);
  } finally {
    blob.destroy();
  }
}

async function readAll(reader: TarReader, request: UnpackRequest): Promise<DirectoryNode> {
  const unpacking: Unpacking = { tree: directory(), contents: request.contents, written: 0 };
  let entries = 0;
  for await (const entry of reader.entries()) {
    if (++entries > MOST_ENTRIES) {
      throw new LayerFault('refused', `it has more than ${String(MOST_ENTRIES)} entries`);
    }
    await placeEntry(unpacking, entry);
    request.onEntry?.(entries);
  }
  removeReplaced(unpacking);
  return unpacking.tree;
}

/** Both ends of a pipe break when one does; whose reason is the cause? */
async function together<T>(flowing: Promise<void>, reading: Promise<T>): Promise<T> {
  const [flow, read] = await Promise.allSettled([flowing, reading]);
  if (read.status === 'fulfilled' && flow.status === 'fulfilled') return read.value;
  const followed = (error: unknown) =>
    (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';
  if (flow.status === 'rejected' && !followed(flow.reason)) throw flow.reason as Error;
  throw (
    read.status === 'rejected' ? read.reason : new LayerFault('damaged', 'it breaks off')
  ) as Error;
}

async function headOf(pieces: AsyncIterator<Buffer, void>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < LONGEST_MAGIC) {
    const next = await pieces.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

/** No piece is so large that others wait for it, or that it alone looks like endless headers. */
const LARGEST_PIECE = 1024 * 1024;

async function* withHead(
  head: Buffer,
  pieces: AsyncIterator<Buffer, void>,
): AsyncGenerator<Buffer, void> {
  yield* cut(head);
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
    yield* cut(next.value);
  }
}

function* cut(bytes: Buffer): Generator<Buffer, void> {
  for (let at = 0; at < bytes.length; at += LARGEST_PIECE) {
    yield bytes.subarray(at, at + LARGEST_PIECE);
  }
}

/** Removes the contents of files that a later entry took the place of. */
function removeReplaced({ tree, contents, written }: Unpacking): void {
  const used = new Set<number>();
  collect(tree, used);
  if (used.size === written) return;
  for (const name of readdirSync(contents)) {
    if (!used.has(Number(name))) unlinkSync(`${contents}/${name}`);
  }
}

function collect(tree: DirectoryNode, used: Set<number>): void {
  for (const node of tree.children.values()) {
    if (node.kind === 'directory') collect(node, used);
    else if (node.kind === 'file') used.add(node.content);
  }
}
