import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { discoverEngine } from '../../src/engines/discover.ts';
import type { Engine } from '../../src/engines/engine.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import type { PackagesPin, RegistryPin } from '../../src/lock/pin.ts';
import { PLATFORM, QUIET, value } from '../contract/bench.ts';
import { startRegistry, type Registry } from '../rig/registry.ts';
import { scratch } from '../rig/scratch.ts';
import { saved, tinyImage } from '../rig/tiny-image.ts';
import { Undo } from '../rig/undo.ts';

/* What runs is what is locked: pins that carry what `tackle.lock` says of them. */

const undo = new Undo();
afterAll(() => undo[Symbol.asyncDispose]());
const NOBODYS = `sha256:${'0'.repeat(64)}` as Digest;

let registry: Registry;
let locked: RegistryPin & Required<Pick<RegistryPin, 'exact'>>;
beforeAll(async () => {
  const directory = scratch('locked');
  undo.defer(() => directory[Symbol.dispose]());
  registry = undo.use(await startRegistry(directory.path));
  using image = tinyImage(`${registry.address}/hello:1`);
  docker('push', image.name);
  const digest = inspected(image.name, '{{index .RepoDigests 0}}').split('@')[1] as Digest;
  const exact = { manifest: digest, config: inspected(image.name, '{{.Id}}') as Digest };
  const name = { registry: registry.address, repository: 'hello', tag: '1' };
  locked = { kind: 'registry', ...name, digest, exact };
});

function docker(...argv: readonly string[]): string {
  return execFileSync('docker', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

function inspected(image: string, format: string): string {
  return docker('image', 'inspect', '--format', format, image).trim();
}

/** An engine with a cache and a store of its own. @param more where other engines are */
async function engineAt(
  path: string,
  name: 'docker' | 'embedded',
  more: Readonly<Record<string, string>> = {},
): Promise<Engine> {
  const place = { file: '', line: 1, column: 1, length: 1, text: '' };
  const env = {
    ...process.env,
    XDG_CACHE_HOME: join(path, 'cache'),
    XDG_DATA_HOME: join(path, 'data'),
    ...more,
  };
  return value(await discoverEngine({ engine: { value: name, place } }, env));
}

describe.each(['docker', 'embedded'] as const)('%s', (name) => {
  const nowhere = { DOCKER_HOST: 'unix:///nowhere.sock' };

  test('refuses what does not fit the lock, and says what it is', async () => {
    using directory = scratch('differs');
    const engine = await engineAt(directory.path, name, name === 'embedded' ? nowhere : {});
    const { exact } = locked;
    const wrong = { ...locked, exact: { ...exact, config: NOBODYS } };
    const refused = {
      ok: false,
      error: {
        code: 'engine/image-differs',
        message: `the image \`${registry.address}/hello:1\` is locked as \`${NOBODYS}\`, and what is here is \`${exact.config}\``,
      },
    };
    // While it is fetched, and when it is there.
    expect(await engine.ensure(wrong, PLATFORM, QUIET)).toMatchObject(refused);
    value(await engine.ensure(locked, PLATFORM, QUIET));
    expect(await engine.ensure(wrong, PLATFORM, QUIET)).toMatchObject(refused);
    if (name === 'docker') docker('image', 'rm', '--force', exact.config);
  });

  test('says when what is locked has left its registry', async () => {
    using directory = scratch('gone');
    const engine = await engineAt(directory.path, name, name === 'embedded' ? nowhere : {});
    const gone = { ...locked, digest: NOBODYS, exact: { manifest: NOBODYS, config: NOBODYS } };
    expect(await engine.ensure(gone, PLATFORM, QUIET)).toMatchObject({
      ok: false,
      error: {
        code: 'engine/image-not-found',
        message: expect.stringContaining(`no longer has`) as string,
        hint: 'take what the registry has now: `tackle update`',
      },
    });
  });
});

test.each(['docker', 'embedded'] as const)(
  'a locked image that came out of an archive is found by %s, and nobody is asked',
  async (name) => {
    using directory = scratch('loaded');
    docker('pull', `${registry.address}/hello@${locked.digest}`);
    docker('tag', locked.exact.config, 'tackle-test/loaded:1');
    const archive = saved('tackle-test/loaded:1');
    docker('image', 'rm', '--force', locked.exact.config);
    execFileSync('docker', ['load'], { input: archive, stdio: ['pipe', 'ignore', 'ignore'] });
    try {
      expect(inspected(locked.exact.config, '{{len .RepoDigests}}')).toBe('0');
      // Nobody listens there; embedded takes it over from this Docker.
      const elsewhere = { ...locked, registry: '127.0.0.1:1' };
      const engine = await engineAt(directory.path, name);
      const events: string[] = [];
      const work = { ...QUIET, report: ({ task }: { task: string }) => void events.push(task) };
      const image = value(await engine.ensure(elsewhere, PLATFORM, work));
      if (name === 'docker') expect([image, events]).toEqual([locked.exact.config, []]);
      expect(events).not.toContain('pull');
    } finally {
      docker('image', 'rm', '--force', locked.exact.config);
    }
  },
);

test('another image under the name of one that was built here is refused', async () => {
  using directory = scratch('retagged');
  using right = tinyImage('tackle-test/right:1');
  using wrong = tinyImage('tackle-test/wrong:1', 1);
  const rootfs = inspected(right.name, '{{index .RootFS.Layers 0}}') as Digest;
  const other = inspected(wrong.name, '{{index .RootFS.Layers 0}}');
  const name = `tackle/packages:${rootfs.slice('sha256:'.length)}`;
  const recipe = { debian: 'bookworm', packages: [], npm: [] };
  const exact = { rootfs, epoch: 0, packages: [], npm: [] };
  const pin: PackagesPin = { kind: 'packages', recipe, key: rootfs, exact };
  const engine = await engineAt(directory.path, 'docker');
  try {
    docker('tag', right.name, name);
    expect(value(await engine.ensure(pin, PLATFORM, QUIET))).toBe(inspected(name, '{{.Id}}'));
    docker('tag', wrong.name, name);
    expect(await engine.ensure(pin, PLATFORM, QUIET)).toMatchObject({
      ok: false,
      error: {
        code: 'engine/image-differs',
        message: `the image \`${name}\` is locked as \`${rootfs}\`, and what is here is \`${other}\``,
        hint: `remove it, and the right one is built: \`docker image rm ${name}\``,
      },
    });
  } finally {
    docker('image', 'rm', '--force', name);
  }
});
