import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import type { DockerfileSource } from '../catalog/tool.ts';
import type { Digest } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import { contextFiles, type ContextEntry } from './context-files.ts';
import { ContextHash } from './context-hash.ts';
import { contextChanged, contextUnreadable } from './context-problems.ts';
import type { ImagesProblem } from './problems.ts';

/** A build context on its way to the builder. */
export interface PackedContext {
  /** A tar stream; it fails with an error, before its end, for one of the reasons in `fault`. */
  readonly tar: Readable;
  /** What the Dockerfile is called in it. */
  readonly dockerfile: string;
  /** A file could not be read, or what was read is not what is expected. */
  readonly fault: () => ImagesProblem | undefined;
}

export interface PackOptions {
  /** What stands in the place of the Dockerfile's own bytes, and those, as it was made from them. */
  readonly dockerfile?: { readonly sent: Buffer; readonly own: Buffer };
  /** Whether what was packed is what it should be, by its name as `hashContext` has it: asked before the tar has its end. */
  readonly isRight?: (packed: Digest) => boolean;
}

/** What npm gives every file: `0` reads as "no time" to some programs, and zip knows none before 1980. */
const SOME_DAY = new Date('1985-10-26T08:15:00Z');

const OF_ALL = { mtime: SOME_DAY, uid: 0, gid: 0 };

/** The context as one tar stream: sorted, owned by root, every time the same. It is hashed as it is packed. */
export async function packContext(
  source: DockerfileSource,
  { dockerfile: instead, isRight = () => true }: PackOptions = {},
): Promise<Result<PackedContext, ImagesProblem>> {
  const files = await contextFiles(source);
  if (!files.ok) return files;
  const { pack } = await import('tar-stream');
  const tar = pack();
  const { entries, dockerfile } = files.value;
  const hash = new ContextHash(source, dockerfile);
  let fault: ImagesProblem | undefined;
  const packAll = async (): Promise<void> => {
    for (const entry of entries) {
      const isReplaced = entry.path === dockerfile && instead !== undefined;
      hash.add(entry, isReplaced ? replace(tar, entry, instead) : await add(tar, entry));
    }
    if (isRight(hash.digest())) {
      tar.finalize();
      return;
    }
    fault = contextChanged(source.dockerfile);
    tar.destroy(new Error(fault.message));
  };
  void packAll().catch((error: unknown) => {
    fault = contextUnreadable(source.context, error);
    tar.destroy(error as Error);
  });
  return ok({ tar: Readable.from(tar, { objectMode: false }), dockerfile, fault: () => fault });
}

/** Gives the hash of what is replaced. */
function replace(
  tar: Pack,
  { path }: ContextEntry,
  { sent, own }: NonNullable<PackOptions['dockerfile']>,
): string {
  tar.entry({ ...OF_ALL, name: path, type: 'file', mode: 0o644 }, sent);
  return createHash('sha256').update(own).digest('hex');
}

/** Gives the hash of what is packed, where it has content. */
async function add(tar: Pack, entry: ContextEntry): Promise<string | undefined> {
  const header = { ...OF_ALL, name: entry.path };
  switch (entry.kind) {
    case 'directory':
      tar.entry({ ...header, name: `${entry.path}/`, type: 'directory', mode: 0o755 });
      return undefined;
    case 'link':
      tar.entry({ ...header, type: 'symlink', linkname: entry.target, mode: 0o777 });
      return undefined;
    case 'file': {
      const mode = entry.executable ? 0o755 : 0o644;
      await using file = await open(entry.from);
      const { size } = await file.stat();
      const sink = tar.entry({ ...header, type: 'file', mode, size });
      const hash = createHash('sha256');
      const content = createReadStream(entry.from, { fd: file, autoClose: false });
      content.on('data', (chunk) => hash.update(chunk));
      await pipeline(content, sink);
      return hash.digest('hex');
    }
  }
}
