import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineAddress } from '../../scripts/setup/engine.mjs';
import { askApi, mustAskApi } from './engine-api.ts';
import { startRegistry } from './registry.ts';
import type { KitImage } from './rig.ts';

/** What decides the image's content; a change here makes another image. */
const RECIPE = {
  suite: 'bookworm',
  variant: 'essential',
  include: ['git', 'less', 'ncurses-bin', 'nodejs', 'procps', 'python3', 'vim-tiny'],
  changes: ['CMD ["/bin/bash"]'],
} as const;

const KEY = createHash('sha256').update(JSON.stringify(RECIPE)).digest('hex').slice(0, 16);

/** The image's name in the engine, kept from run to run. */
const LOCAL = `tackle-test/kit:${KEY}`;

/** A manifest of the kind that Docker Engine 20.10 pushes. */
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/**
 * Makes the content of a registry that holds the kit image, once a machine: `<cache>/kit-<key>/` is
 * a registry's storage, to be copied and served.
 */
export async function kitContent(engine: EngineAddress, cache: string): Promise<string> {
  const content = join(cache, `kit-${KEY}`);
  await ensureImported(engine, cache);
  if (existsSync(content)) return content;
  const growing = `${content}.${process.pid}`;
  {
    await using registry = await startRegistry(join(growing, 'server'), {
      content: join(growing, 'content'),
    });
    const name = `${registry.address}/kit`;
    await mustAskApi(engine, 'POST', `/images/${LOCAL}/tag?repo=${name}&tag=1`);
    const headers = { 'X-Registry-Auth': Buffer.from('{}').toString('base64') };
    await mustAskApi(engine, 'POST', `/images/${name}/push?tag=1`, { headers });
    await mustAskApi(engine, 'DELETE', `/images/${name}:1`);
  }
  if (!existsSync(content)) renameSync(join(growing, 'content'), content);
  rmSync(growing, { recursive: true, force: true });
  return content;
}

/** The kit image as a running registry serves it. */
export async function kitServedBy(registry: string): Promise<KitImage> {
  const answer = await fetch(`http://${registry}/v2/kit/manifests/1`, {
    method: 'HEAD',
    headers: { accept: MANIFEST },
  });
  const digest = answer.headers.get('docker-content-digest');
  if (!answer.ok || digest === null) {
    throw new Error(`the registry has no kit image: ${answer.status}`);
  }
  return {
    tag: `${registry}/kit:1`,
    reference: `${registry}/kit@${digest}`,
    registry,
    repository: 'kit',
    digest,
  };
}

async function ensureImported(engine: EngineAddress, cache: string): Promise<void> {
  const { status } = await askApi(engine, 'GET', `/images/${LOCAL}/json`);
  if (status === 200) return;
  const [repo, tag] = LOCAL.split(':');
  const changes = RECIPE.changes.map((change) => `&changes=${encodeURIComponent(change)}`).join('');
  const query = `fromSrc=-&repo=${repo ?? ''}&tag=${tag ?? ''}${changes}`;
  const body = createReadStream(rootFileSystem(cache));
  const headers = { 'content-type': 'application/x-tar' };
  await mustAskApi(engine, 'POST', `/images/create?${query}`, { body, headers });
}

/** The image's root file system as a tar file, built when it is not there. Takes half a minute. */
function rootFileSystem(cache: string): string {
  const tar = join(cache, `kit-${KEY}.tar`);
  if (existsSync(tar)) return tar;
  mkdirSync(cache, { recursive: true });
  const growing = join(cache, `growing-${process.pid}.tar`);
  const args = [`--variant=${RECIPE.variant}`, `--include=${RECIPE.include.join(',')}`];
  const run = ['--quiet', ...args, RECIPE.suite, growing];
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1700000000' };
  execFileSync('mmdebstrap', run, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  renameSync(growing, tar);
  return tar;
}
