import { Transform, type Duplex } from 'node:stream';
import * as zlib from 'node:zlib';
import { LayerFault } from './layer-fault.ts';

/** What the first bytes of a blob say about the rest. Media types are not asked: the bytes decide, and are proved. */
export type Compression = 'gzip' | 'zstd' | 'none';

const MAGICS: readonly {
  readonly bytes: readonly number[];
  readonly is: Compression | 'bzip2' | 'xz';
}[] = [
  { bytes: [0x1f, 0x8b], is: 'gzip' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], is: 'zstd' },
  { bytes: [0x42, 0x5a, 0x68], is: 'bzip2' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], is: 'xz' },
];

/** Zstandard's skippable frames, which may come first: 0x184d2a50 up to 0x184d2a5f, least byte first. */
function isSkippableFrame(head: Buffer): boolean {
  return head.length >= 4 && (head.readUInt32LE(0) & 0xfffffff0) === 0x184d2a50;
}

/** In bytes. */
export const LONGEST_MAGIC = 6;

/** @param head at least as many bytes as the longest magic has, where the blob has so many */
export function compressionOf(head: Buffer): Compression {
  const found = MAGICS.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  const is = found?.is ?? (isSkippableFrame(head) ? 'zstd' : 'none');
  if (is === 'gzip' || is === 'zstd' || is === 'none') return is;
  throw new LayerFault('refused', `it is compressed with ${is}, and only gzip and zstd are read`);
}

/** A stream from compressed to plain bytes; nothing where they are plain already. */
export async function decompressor(compression: Compression): Promise<Duplex | undefined> {
  switch (compression) {
    case 'none':
      return undefined;
    case 'gzip':
      return zlib.createGunzip({ chunkSize: CHUNK });
    case 'zstd':
      return ownZstd?.({ chunkSize: CHUNK }) ?? (await zstdInJavaScript());
  }
}

/** Fewer, larger pieces than zlib's own 16 KiB: each passes several streams. */
const CHUNK = 256 * 1024;

/** Node has it from 22.15 on. */
const ownZstd = (
  zlib as { createZstdDecompress?: (options: { readonly chunkSize: number }) => Duplex }
).createZstdDecompress;

/** For Node 20. Three times slower than Node's own; says so when a frame breaks off. */
export async function zstdInJavaScript(): Promise<Transform> {
  const { Decompress } = await import('fzstd');
  const decoder = new Decompress();
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      attempt(() => void decoder.push(chunk), callback);
    },
    flush(callback) {
      attempt(() => void decoder.push(new Uint8Array(), true), callback);
    },
  });
  decoder.ondata = (bytes) => stream.push(Buffer.from(bytes));
  return stream;
}

function attempt(act: () => void, done: (error?: Error) => void): void {
  try {
    act();
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}
