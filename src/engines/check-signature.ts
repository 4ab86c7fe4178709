import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Registries } from '../config/config.ts';
import { cacheDir } from '../host/directories.ts';
import type { ImagesProblem } from '../images/problems.ts';
import type { Digest } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { Pin } from '../lock/pin.ts';
import type { EngineProblem } from './engine.ts';
import type { Environment } from './finding.ts';
import { keep } from './keep.ts';

/**
 * Refuses an image that has to be signed and is not, before anything of it is fetched or run. That a key has signed a
 * digest stays so: it is looked up once, and then two small files are read.
 */
export async function checkSignature(
  pin: Pin,
  { env, registries }: { readonly env: Environment; readonly registries?: Registries },
  work: Work,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  if (pin.kind !== 'registry' || pin.signedBy === undefined) return ok(undefined);
  const { value: file, place } = pin.signedBy;
  const key = await readFile(file, 'utf8').catch((error: unknown) => error as Error);
  if (typeof key === 'string' && (await isKnown(pin.digest, key, env))) return ok(undefined);
  const { lookUpSignature } = await import('./look-up-signature.ts');
  const found = await lookUpSignature({ pin, file, key, place, env, registries }, work);
  if (!found.ok) return err(found.error);
  if (typeof key === 'string') {
    await keep(fileFor(pin.digest, key, env), `${pin.digest}\n`).catch(() => undefined);
  }
  return ok(undefined);
}

async function isKnown(digest: Digest, key: string, env: Environment): Promise<boolean> {
  const known = await readFile(fileFor(digest, key, env), 'utf8').catch(() => '');
  return known === `${digest}\n`;
}

function fileFor(digest: Digest, key: string, env: Environment): string {
  const name = createHash('sha256').update(`${digest}\n${key}`).digest('hex');
  return join(cacheDir(env), 'signed', name);
}
