import { createHash } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  ftruncateSync,
  futimesSync,
  openSync,
  readSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { LayerFault } from './layer-fault.ts';
import type { Attributes, FileNode } from './layer-tree.ts';
import { fileMode } from './modes.ts';
import { sparseContent, sparseFile, type Piece } from './sparse-content.ts';
import type { TarEntry } from './tar-entries.ts';

/** Looking at the free space costs more than writing less than this. */
const WORTH_LOOKING = 1024 * 1024;
/** Holes cost no room, and take time: all is hashed. */
const LARGEST_SPARSE = 16 * 1024 ** 3;

/**
 * Writes a file's content under its number in `directory`, with its permissions and time. What is written is
 * all there when the promise is kept; of holes, the size is.
 *
 * Calls that wait for the disk are made directly: on small files, handing each to another thread takes ten times as
 * long as the call. Between two pieces everybody else has a turn.
 */
export async function writeContent(
  directory: string,
  content: number,
  entry: TarEntry,
): Promise<FileNode> {
  if (entry.size > WORTH_LOOKING) ensureRoom(directory, entry.size);
  const attributes = { mode: entry.mode, mtime: entry.mtime };
  const path = `${directory}/${String(content)}`;
  const fd = openSync(path, 'wx+', 0o600);
  try {
    const sparse = sparseFile(entry);
    const hash = createHash('sha256');
    let size = 0;
    if (sparse === undefined) {
      for await (const bytes of entry.content) {
        writePiece(fd, { at: size, bytes });
        hash.update(bytes);
        size += bytes.length;
      }
      if (size !== entry.size) throw new LayerFault('damaged', 'it breaks off');
    } else {
      size = sparse.size;
      await writeSparse(fd, entry, size);
      for (const bytes of readBack(fd)) hash.update(bytes);
    }
    finish(fd, attributes);
    return { kind: 'file', ...attributes, size, content, sha256: hash.digest('hex') };
  } finally {
    closeSync(fd);
  }
}

async function writeSparse(fd: number, { content }: TarEntry, size: number): Promise<void> {
  if (size > LARGEST_SPARSE)
    throw new LayerFault('refused', 'it holds a sparse file of more than 16 GiB');
  for await (const piece of sparseContent(content)) {
    if (piece.at + piece.bytes.length > size) {
      throw new LayerFault('damaged', 'a sparse file in it has content behind its end');
    }
    writePiece(fd, piece);
  }
  ftruncateSync(fd, size);
}

function writePiece(fd: number, { at, bytes }: Piece): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
}

function finish(fd: number, { mode, mtime }: Attributes): void {
  fchmodSync(fd, fileMode(mode));
  futimesSync(fd, mtime, mtime);
}

function* readBack(fd: number): Generator<Buffer, void> {
  const buffer = Buffer.alloc(WORTH_LOOKING);
  for (let at = 0; ;) {
    const count = readSync(fd, buffer, 0, buffer.length, at);
    if (count === 0) return;
    yield buffer.subarray(0, count);
    at += count;
  }
}

/** A file that cannot fit is refused before it fills the disk of everybody else. */
function ensureRoom(directory: string, size: number): void {
  const { bavail, bsize } = statfsSync(directory);
  if (size <= bavail * bsize) return;
  throw Object.assign(new Error('ENOSPC: no space left on device'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
}
