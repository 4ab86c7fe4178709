import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { DockerfileSource } from '../catalog/tool.ts';
import type { Digest } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { contextFiles, type ContextEntry } from './context-files.ts';
import { contextUnreadable } from './context-problems.ts';
import type { ImagesProblem } from './problems.ts';

/** Raised when the same context would be packed or hashed in another way. */
const FORMAT = 1;

/**
 * The name of everything that decides what a Dockerfile builds, as far as Tackle can know it: names,
 * contents, executable bits and link targets of what the builder is given, target and arguments. Not
 * times, owners or the order of directories; not what a `FROM` or a `RUN` fetches either.
 */
export async function hashContext(
  source: DockerfileSource,
): Promise<Result<Digest, ImagesProblem>> {
  const files = await contextFiles(source);
  if (!files.ok) return files;
  const { entries, dockerfile } = files.value;
  const { target = null } = source;
  const args = Object.entries(source.args).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256');
  hash.update(JSON.stringify({ format: FORMAT, dockerfile, target, args }));
  try {
    for (const entry of entries) hash.update(`\n${JSON.stringify(await described(entry))}`);
  } catch (error) {
    return err(contextUnreadable(source.context, error));
  }
  return ok(`sha256:${hash.digest('hex')}` as Digest);
}

/** Everything that counts of an entry, in an order of its own. */
async function described(entry: ContextEntry): Promise<readonly unknown[]> {
  switch (entry.kind) {
    case 'directory':
      return ['directory', entry.path];
    case 'link':
      return ['link', entry.path, entry.target];
    case 'file':
      return ['file', entry.path, entry.executable, await contentHash(entry.from)];
  }
}

async function contentHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
