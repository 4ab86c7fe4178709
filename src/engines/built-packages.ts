import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir } from '../host/directories.ts';
import type { Rootfs } from '../images/build-rootfs.ts';
import { hexOf, type Digest } from '../kernel/brand.ts';
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
  { exact, bytes }: Pick<Rootfs, 'exact' | 'bytes'>,
  env: Environment,
): Promise<void> {
  try {
    await keep(sizeFileOf(exact.rootfs, env), `${bytes}\n`);
    await keep(fileOf(key, env), `${JSON.stringify(exact)}\n`);
  } catch {
    // Told by whoever needs it.
  }
}

/** How many bytes a root file system has, if it was built here. */
export async function builtSize(rootfs: Digest, env: Environment): Promise<number | undefined> {
  const text = await readFile(sizeFileOf(rootfs, env), 'utf8').catch(() => '');
  return /^[0-9]+\n$/.test(text) ? Number(text) : undefined;
}

function sizeFileOf(rootfs: Digest, env: Environment): string {
  return join(cacheDir(env), 'built', `${hexOf(rootfs)}.size`);
}

function fileOf(key: Digest, env: Environment): string {
  return join(cacheDir(env), 'built', `${hexOf(key)}.json`);
}
