import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Registries, SignedBy } from '../config/config.ts';
import { cacheDir } from '../host/directories.ts';
import { readSmallFile } from '../host/small-file.ts';
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
 * Refuses an image that has to be signed and is not, before anything of it is fetched or run. That somebody has
 * signed a digest stays so: it is looked up once, and then two small files are read.
 */
export async function checkSignature(
  pin: Pin,
  { env, registries }: { readonly env: Environment; readonly registries?: Registries },
  work: Work,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  if (pin.kind !== 'registry' || pin.signedBy === undefined) return ok(undefined);
  const signer = await read(pin.signedBy.value);
  if (typeof signer === 'string' && (await isKnown(pin.digest, signer, env))) return ok(undefined);
  const { lookUpSignature } = await import('./look-up-signature.ts');
  const { signedBy } = pin;
  const found = await lookUpSignature({ pin, signedBy, signer, env, registries }, work);
  if (!found.ok) return err(found.error);
  if (typeof signer === 'string') {
    await keep(fileFor(pin.digest, signer, env), `${pin.digest}\n`).catch(() => undefined);
  }
  return ok(undefined);
}

/** In bytes; one of RSA with 16,384 bits has a fifth of that. */
const LARGEST_KEY = 16 * 1024;

/** Who has to have signed it, as a text: the key itself, or the identity. */
async function read(by: SignedBy): Promise<string | Error> {
  if (by.kind === 'identity') return `${by.issuer}\n${by.identity}`;
  return await readSmallFile(by.file, LARGEST_KEY).then(String, (error: unknown) => error as Error);
}

async function isKnown(digest: Digest, signer: string, env: Environment): Promise<boolean> {
  const known = await readFile(fileFor(digest, signer, env), 'utf8').catch(() => '');
  return known === `${digest}\n`;
}

function fileFor(digest: Digest, signer: string, env: Environment): string {
  const name = createHash('sha256').update(`${digest}\n${signer}`).digest('hex');
  return join(cacheDir(env), 'signed', name);
}
