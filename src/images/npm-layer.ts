import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { NpmRequest } from '../catalog/tool.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { ExactNpmPackage } from '../lock/exact.ts';
import type { Platform } from '../kernel/platform.ts';
import { environmentOf, type BuildPlace } from './build-place.ts';
import { layNpmPackage } from './lay-npm-package.ts';
import { packageDiffers } from './locked-problems.ts';
import { downloadNpmPackage } from './npm-download.ts';
import { findNpmPackage, type NpmPackage } from './npm-package.ts';
import { npmUnusable } from './npm-problems.ts';
import { npmRegistry } from './npm-registry.ts';
import { cannotWrite, type ImagesProblem } from './problems.ts';
import type { Scratch } from './scratch.ts';

interface Surroundings {
  /** What each must be, where that is locked. */
  readonly locked?: readonly ExactNpmPackage[] | undefined;
  readonly where: BuildPlace;
  readonly work: Work;
  readonly scratch: Scratch;
}

/** npm packages in one tar file, to unpack over `/`. */
export interface NpmLayer {
  readonly file: string;
  readonly packages: readonly ExactNpmPackage[];
}

interface Fetched {
  readonly found: NpmPackage;
  readonly file: string;
}

/** As npm spells it in the names of packages that carry a binary. */
const ARCHITECTURES: Readonly<Record<Platform, string>> = {
  'linux/amd64': 'x64',
  'linux/arm64': 'arm64',
};

/** Fetches npm packages; nothing when there are none. */
export async function npmLayer(
  requests: readonly NpmRequest[],
  platform: Platform,
  { locked, where, work, scratch }: Surroundings,
): Promise<Result<NpmLayer | undefined, ImagesProblem>> {
  if (requests.length === 0) return ok(undefined);
  const registry = await npmRegistry(environmentOf(where));
  const fetched: Fetched[] = [];
  for (const request of requests.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = request.name.replaceAll('{arch}', ARCHITECTURES[platform]);
    const found = await findNpmPackage({ ...request, name }, registry, work.signal);
    if (!found.ok) return found;
    const other = otherThanLocked(found.value, locked);
    if (other !== undefined) return err(other);
    const taken = takenProgram(found.value, fetched);
    if (taken !== undefined) return err(taken);
    const file = join(scratch.directory, `npm-${String(fetched.length)}.tgz`);
    const downloaded = await downloadNpmPackage(found.value, file, work);
    if (!downloaded.ok) return downloaded;
    fetched.push({ found: found.value, file });
  }
  const laid = await lay(fetched, join(scratch.directory, 'npm.tar'));
  if (!laid.ok) return laid;
  return ok({ file: laid.value, packages: fetched.map(({ found }) => exactly(found)) });
}

function exactly({ name, version, sha512 }: NpmPackage): ExactNpmPackage {
  return { name, version, integrity: `sha512-${sha512}` };
}

function otherThanLocked(
  found: NpmPackage,
  locked: readonly ExactNpmPackage[] = [],
): ImagesProblem | undefined {
  const { name, version, integrity } = exactly(found);
  const wanted = locked.find((one) => one.name === name && one.version === version)?.integrity;
  if (wanted === undefined || wanted === integrity) return undefined;
  return packageDiffers(`${name}@${version}`, { locked: wanted, offered: integrity });
}

function takenProgram(
  { name, version, bin }: NpmPackage,
  others: readonly Fetched[],
): ImagesProblem | undefined {
  for (const { found } of others) {
    const both = [...bin.keys()].find((program) => found.bin.has(program));
    if (both === undefined) continue;
    return npmUnusable(`${name}@${version}`, `\`${found.name}\` has a program \`${both}\` as well`);
  }
  return undefined;
}

async function lay(
  fetched: readonly Fetched[],
  layer: string,
): Promise<Result<string, ImagesProblem>> {
  const { pack } = await import('tar-stream');
  const tar = pack();
  const written = pipeline(tar, createWriteStream(layer)).then(
    () => ok(layer),
    (error: unknown) => err(cannotWrite(layer, error)),
  );
  for (const { found, file } of fetched) {
    const laid = await layNpmPackage(found, file, tar);
    if (laid.ok) continue;
    tar.destroy();
    await written;
    return laid;
  }
  tar.finalize();
  return await written;
}
