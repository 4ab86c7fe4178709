import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printByTag, type ImageReference } from '../catalog/reference.ts';
import { cacheDir } from '../host/directories.ts';
import { digestOf, type Digest } from '../kernel/brand.ts';
import type { Environment } from './finding.ts';
import { keep } from './keep.ts';

/** What a tag meant when its registry was asked last: like other engines, this one goes by that until it is told to pull. */
export async function knownTag(
  reference: ImageReference,
  env: Environment,
): Promise<Digest | undefined> {
  const text = await readFile(fileOf(reference, env), 'utf8').catch(() => '');
  return digestOf(text.trim());
}

/** A cache that cannot be written makes the next launch ask again, and none fail. */
export async function rememberTag(
  reference: ImageReference,
  digest: Digest,
  env: Environment,
): Promise<void> {
  await keep(fileOf(reference, env), `${digest}\n`).catch(() => undefined);
}

function fileOf(reference: ImageReference, env: Environment): string {
  const name = createHash('sha256').update(printByTag(reference)).digest('hex');
  return join(cacheDir(env), 'tags', name);
}
