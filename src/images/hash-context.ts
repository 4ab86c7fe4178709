import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { DockerfileSource } from '../catalog/tool.ts';
import type { Digest } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { contextFiles } from './context-files.ts';
import { ContextHash } from './context-hash.ts';
import { contextUnreadable } from './context-problems.ts';
import type { ImagesProblem } from './problems.ts';

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
  const hash = new ContextHash(source, files.value.dockerfile);
  try {
    for (const entry of files.value.entries) {
      hash.add(entry, entry.kind === 'file' ? await contentHash(entry.from) : undefined);
    }
  } catch (error) {
    return err(contextUnreadable(source.context, error));
  }
  return ok(hash.digest());
}

async function contentHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
