import type Docker from 'dockerode';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageAccounts } from '../etc-files.ts';
import type { ImageId } from '../engine.ts';
import { keep } from '../keep.ts';
import { LAUNCH_LABEL } from './container-options.ts';
import { isMissing } from './failure.ts';

/**
 * The accounts of an image. The API shows files of containers only, so the first time a container of this name is
 * made for it, never started, and removed; after that the answer lies in the cache. An image id names
 * exact content, so what is cached never goes stale.
 */
export async function imageAccounts(
  docker: Docker,
  image: ImageId,
  name: string,
  cacheDir: string,
): Promise<ImageAccounts> {
  const file = join(cacheDir, 'accounts', `${image.replace(/^sha256:/, '')}.json`);
  const cached = await readCached(file);
  if (cached !== undefined) return cached;
  const accounts = await readAccounts(docker, image, name);
  // A cache that cannot be written makes every launch slower, and none fail.
  await keep(file, JSON.stringify(accounts)).catch(() => undefined);
  return accounts;
}

/** A machine that lost its power may have left the file with nothing in it. */
async function readCached(file: string): Promise<ImageAccounts | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ImageAccounts;
  } catch {
    return undefined;
  }
}

async function readAccounts(docker: Docker, image: ImageId, name: string): Promise<ImageAccounts> {
  const container = await docker.createContainer({
    name,
    Image: image,
    Cmd: ['-'],
    Labels: { [LAUNCH_LABEL]: 'accounts' },
  });
  try {
    return {
      passwd: await readText(container, '/etc/passwd'),
      group: await readText(container, '/etc/group'),
    };
  } finally {
    await container.remove({ v: true });
  }
}

async function readText(container: Docker.Container, path: string): Promise<string> {
  try {
    const archive = (await container.getArchive({ path })) as AsyncIterable<Buffer>;
    const chunks: Buffer[] = [];
    for await (const chunk of archive) chunks.push(chunk);
    return onlyFile(Buffer.concat(chunks));
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

const BLOCK = 512;

/** The text of the one regular file in a tar archive; empty when it holds something else. */
function onlyFile(archive: Buffer): string {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const size = parseInt(archive.toString('latin1', at + 124, at + 136), 8) || 0;
    const type = archive.toString('latin1', at + 156, at + 157);
    if (type === '0' || type === '\0')
      return archive.toString('utf8', at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return '';
}
