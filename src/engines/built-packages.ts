import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir } from '../host/directories.ts';
import type { Digest } from '../kernel/brand.ts';
import type { ExactPackages } from '../lock/exact.ts';
import type { PackagesPin } from '../lock/pin.ts';
import type { Environment } from './finding.ts';
import { keep } from './keep.ts';

/** What the newest image of a recipe here is made of, if it was built here. */
export async function builtPackages(
  key: Digest,
  env: Environment,
): Promise<ExactPackages | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(key, env), 'utf8')) as ExactPackages;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written makes the next `tackle lock` build again, and this build no failure. */
export async function rememberBuilt(
  { key }: PackagesPin,
  exact: ExactPackages,
  env: Environment,
): Promise<void> {
  await keep(fileOf(key, env), `${JSON.stringify(exact)}\n`).catch(() => undefined);
}

function fileOf(key: Digest, env: Environment): string {
  return join(cacheDir(env), 'built', `${key.slice('sha256:'.length)}.json`);
}
