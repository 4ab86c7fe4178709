import { createReadStream, mkdirSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { privately } from '../../host/privately.ts';
import type { Digest } from '../../kernel/brand.ts';
import { MOST_LINKS_FOLLOWED } from './archive-limits.ts';
import { LayerFault } from './layer-fault.ts';
import { lookUp, type DirectoryNode } from './layer-tree.ts';
import { hashOf } from './hash-file.ts';
import { unpackLayer } from './unpack-layer.ts';
import type { Workplace } from './workplace.ts';

/** A file of an archive, where it can be read. */
export interface ArchiveFile {
  readonly path: string;
  readonly size: number;
}

/** The files of an image archive by the names that they have in it. */
export type ArchiveFiles = (name: string) => ArchiveFile | undefined;

/** What Docker allows a manifest, an index or a config to be. */
const LARGEST_JSON = 4 * 1024 * 1024;

/** Where an archive comes from. */
export interface ArchiveSource {
  /** A file or a directory; where there is a stream, only what it is called. */
  readonly path: string;
  readonly stream?: Readable;
  /** How many bytes the stream has, as far as is known. */
  readonly size?: number;
}

/**
 * The files of a directory, or of a tar file, which is unpacked in the workplace as layers are. Throws what
 * `unpackLayer` and the file system throw.
 *
 * @param onBytes how many bytes have been read
 */
export async function archiveFiles(
  { path, stream, size }: ArchiveSource,
  workplace: Pick<Workplace, 'directory'>,
  signal: AbortSignal,
  onBytes: (done: number, total: number | undefined) => void,
): Promise<ArchiveFiles> {
  const stats = stream === undefined ? statSync(path) : undefined;
  if (stats?.isDirectory() === true)
    return (name) => fileAt(posix.join(path, posix.join('/', name)));
  const contents = `${workplace.directory()}/files`;
  privately(() => mkdirSync(contents));
  const { tree } = await unpackLayer({
    blob: stream ?? createReadStream(path),
    announced: {},
    contents,
    signal,
    onBytes: (done) => onBytes(done, stats?.isFile() === true ? stats.size : size),
  });
  return (name) => fileIn(tree, name, contents);
}

/** The JSON of a file, proved against a digest if there is one. Throws a `LayerFault`. */
export async function jsonOf(files: ArchiveFiles, name: string, digest?: Digest): Promise<unknown> {
  const file = files(name);
  if (file === undefined) throw new LayerFault('damaged', `\`${name}\` is missing`);
  if (file.size > LARGEST_JSON) throw new LayerFault('refused', `\`${name}\` is larger than 4 MiB`);
  if (digest !== undefined && `sha256:${await hashOf(file.path)}` !== digest) {
    throw new LayerFault('damaged', `\`${name}\` is not what its name says`);
  }
  try {
    return JSON.parse(readFileSync(file.path, 'utf8'));
  } catch {
    throw new LayerFault('damaged', `\`${name}\` is no JSON`);
  }
}

function fileAt(path: string): ArchiveFile | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? { path, size: stats.size } : undefined;
}

/** The old form of `docker save` has symbolic links to layers that are the same. */
function fileIn(tree: DirectoryNode, name: string, contents: string): ArchiveFile | undefined {
  let path = posix.join('/', name);
  for (let followed = 0; followed < MOST_LINKS_FOLLOWED; followed++) {
    const node = lookUp(tree, path.split('/').slice(1));
    if (node?.kind === 'file')
      return { path: `${contents}/${String(node.content)}`, size: node.size };
    if (node?.kind !== 'symlink') return undefined;
    path = posix.join('/', posix.dirname(path), node.target);
  }
  return undefined;
}
