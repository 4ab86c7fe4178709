import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import type { DockerfileSource } from '../catalog/tool.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import { contextFiles, type ContextEntry } from './context-files.ts';
import type { ImagesProblem } from './problems.ts';

/** A build context on its way to the builder. */
export interface PackedContext {
  /** A tar stream; it fails with an error when a file cannot be read, or changes while it is. */
  readonly tar: Readable;
  /** What the Dockerfile is called in it. */
  readonly dockerfile: string;
}

/** What npm gives every file: `0` reads as "no time" to some programs, and zip knows none before 1980. */
const SOME_DAY = new Date('1985-10-26T08:15:00Z');

const OF_ALL = { mtime: SOME_DAY, uid: 0, gid: 0 };

/**
 * The context as one tar stream: sorted, owned by root, every time the same.
 * @param dockerfile what stands in the place of the Dockerfile's own bytes
 */
export async function packContext(
  source: DockerfileSource,
  dockerfile?: Buffer,
): Promise<Result<PackedContext, ImagesProblem>> {
  const files = await contextFiles(source);
  if (!files.ok) return files;
  const { pack } = await import('tar-stream');
  const tar = pack();
  const { entries, dockerfile: path } = files.value;
  const instead = dockerfile === undefined ? {} : { [path]: dockerfile };
  void addAll(tar, entries, instead).catch((error: unknown) => tar.destroy(error as Error));
  return ok({ tar: Readable.from(tar, { objectMode: false }), dockerfile: path });
}

async function addAll(
  tar: Pack,
  entries: readonly ContextEntry[],
  instead: Readonly<Record<string, Buffer>>,
): Promise<void> {
  for (const entry of entries) {
    const bytes = Object.hasOwn(instead, entry.path) ? instead[entry.path] : undefined;
    if (bytes === undefined) await add(tar, entry);
    else tar.entry({ ...OF_ALL, name: entry.path, type: 'file', mode: 0o644 }, bytes);
  }
  tar.finalize();
}

async function add(tar: Pack, entry: ContextEntry): Promise<void> {
  const header = { ...OF_ALL, name: entry.path };
  switch (entry.kind) {
    case 'directory':
      tar.entry({ ...header, name: `${entry.path}/`, type: 'directory', mode: 0o755 });
      return;
    case 'link':
      tar.entry({ ...header, type: 'symlink', linkname: entry.target, mode: 0o777 });
      return;
    case 'file': {
      const mode = entry.executable ? 0o755 : 0o644;
      await using file = await open(entry.from);
      const { size } = await file.stat();
      const sink = tar.entry({ ...header, type: 'file', mode, size });
      await pipeline(createReadStream(entry.from, { fd: file, autoClose: false }), sink);
    }
  }
}
