import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { printByTag, type ImageReference } from '../../catalog/reference.ts';
import { dataDir, imageStore } from '../../host/directories.ts';
import { platformHere } from '../../host/platform.ts';
import { storedImage } from '../../images/store/stored-image.ts';
import type { Pin } from '../../lock/pin.ts';
import type { Environment } from '../finding.ts';
import { keep } from '../keep.ts';
import { storedName } from './image-name.ts';

/** What an image of the store is called that no registry explains. */
export interface Named {
  readonly pin: Extract<Pin, { kind: 'registry' | 'local' }>;
  /** `import`: somebody said so. `donor`: what the name meant to another engine, last time. */
  readonly by: 'import' | 'donor';
}

/** What the name means, if its image is in the store. */
export async function namedImage(
  reference: ImageReference,
  env: Environment,
): Promise<Named | undefined> {
  return await namedIn(fileOf(reference, env), env);
}

/** Forgets names whose images are gone. What cannot be removed leads nowhere, and does no harm. */
export async function forgetNames(env: Environment): Promise<void> {
  const directory = namesDir(env);
  for (const name of await readdir(directory).catch(() => [])) {
    // Another process may be writing what has another name (`keep`).
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const file = join(directory, name);
    if ((await namedIn(file, env)) === undefined)
      await rm(file, { force: true }).catch(() => undefined);
  }
}

async function namedIn(file: string, env: Environment): Promise<Named | undefined> {
  try {
    const named = JSON.parse(await readFile(file, 'utf8')) as Named;
    const platform = platformHere();
    if (!platform.ok) return undefined;
    const id = storedName(named.pin, platform.value);
    return storedImage(imageStore(env), id) === undefined ? undefined : named;
  } catch {
    return undefined;
  }
}

/** Rejects when that cannot be written. */
export async function nameImage(
  reference: ImageReference,
  named: Named,
  env: Environment,
): Promise<void> {
  await keep(fileOf(reference, env), `${JSON.stringify(named)}\n`);
}

function fileOf(reference: ImageReference, env: Environment): string {
  const name = createHash('sha256').update(printByTag(reference)).digest('hex');
  return join(namesDir(env), name);
}

function namesDir(env: Environment): string {
  return join(dataDir(env), 'names');
}
