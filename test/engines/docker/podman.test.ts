import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseReference, printReference } from '../../../src/catalog/reference.ts';
import { DOCKER, PODMAN, ROOTLESS_PODMAN } from '../../../src/engines/docker/dialect.ts';
import type { Dialect } from '../../../src/engines/docker/dialect.ts';
import { openDocker } from '../../../src/engines/docker/docker-engine.ts';
import { lookForPodman } from '../../../src/engines/docker/look-for-podman.ts';
import { nameOfImage } from '../../../src/engines/docker/name-of-image.ts';
import { openRecognised } from '../../../src/engines/docker/open-recognised.ts';
import type { ImageId } from '../../../src/engines/engine.ts';
import { rememberTag } from '../../../src/engines/known-tags.ts';
import type { Digest } from '../../../src/kernel/brand.ts';
import type { Work } from '../../../src/kernel/work.ts';
import type { LaunchPlan } from '../../../src/plan/launch-plan.ts';
import { become } from '../../contract/become.ts';
import { temporary } from '../../host/temporary.ts';
import { fakeHome, listenOn } from '../fake-home.ts';
import { fakeEngine } from './fake-engine.ts';

/** The uid of an account that rootless Podman is for; nothing where there is none. */
function somebodyWithSubordinateIds(): number | undefined {
  try {
    const [name = ''] = /^[^:]+/.exec(readFileSync('/etc/subuid', 'utf8')) ?? [];
    return Number(execFileSync('id', ['-u', name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

const QUIET: Work = { signal: new AbortController().signal, report: () => undefined };
const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest;
const [INDEX, MANIFEST, ID] = [digest('a'), digest('b'), digest('c')] as const;

describe('who answers', () => {
  test('Podman is recognised wherever it listens, Docker is what does not say otherwise', async () => {
    const podman = await fakeEngine({
      'GET /_ping': { headers: { 'Libpod-API-Version': '4.3.1' } },
    });
    expect((await openRecognised(podman.address, {})).name).toBe('podman');
    const docker = await fakeEngine({ 'GET /_ping': { headers: { 'API-Version': '1.41' } } });
    expect((await openRecognised(docker.address, {})).name).toBe('docker');
    const broken = await fakeEngine({ 'GET /_ping': { status: 500 } });
    expect((await openRecognised(broken.address, {})).name).toBe('docker');
  });
});

describe('what a tag is pinned to', () => {
  // Nobody listens at port 1: a registry that is asked does not answer.
  const names = ['127.0.0.1:1/kit:1', 'localhost/kit:1'] as const;

  async function pinned(
    dialect: Dialect,
    name: string,
    repoDigests: readonly string[] | null,
    known?: Digest,
  ) {
    using cache = temporary();
    const env = { XDG_CACHE_HOME: cache.path, HOME: cache.path };
    const reference = parseReference(name)!;
    if (known !== undefined) await rememberTag(reference, known, env);
    const image = { Id: ID, RepoDigests: repoDigests };
    const what = `GET /images/${printReference(reference)}/json`;
    const { address } = await fakeEngine({ [what]: { body: image } });
    const resolved = await openDocker(address, dialect, env).resolve(reference, QUIET);
    return resolved.ok ? resolved.value : resolved.error;
  }

  test('the one digest that the engine names', async () => {
    for (const dialect of [DOCKER, PODMAN]) {
      const one = [`elsewhere.example/kit@${MANIFEST}`, `127.0.0.1:1/kit@${INDEX}`];
      expect(await pinned(dialect, names[0], one)).toMatchObject({
        kind: 'registry',
        digest: INDEX,
      });
    }
  });

  test('of several that Podman names, the one that the registry gave', async () => {
    const several = [MANIFEST, INDEX].map((each) => `127.0.0.1:1/kit@${each}`);
    expect(await pinned(PODMAN, names[0], several, INDEX)).toMatchObject({ digest: INDEX });
  });

  test('what the registry said of it last, where Podman has it by its digest alone', async () => {
    using cache = temporary();
    const env = { XDG_CACHE_HOME: cache.path, HOME: cache.path };
    const reference = parseReference(names[0])!;
    await rememberTag(reference, INDEX, env);
    const { address } = await fakeEngine({});
    const resolved = await openDocker(address, PODMAN, env).resolve(reference, QUIET);
    expect(resolved).toMatchObject({ ok: true, value: { kind: 'registry', digest: INDEX } });
  });

  test('the image by its id, where nobody can tell which of several it is', async () => {
    const several = [MANIFEST, INDEX].map((each) => `127.0.0.1:1/kit@${each}`);
    for (const known of [undefined, digest('d')]) {
      const pin = await pinned(PODMAN, names[0], several, known);
      expect(pin).toEqual({ kind: 'local', name: '127.0.0.1:1/kit:1', id: ID });
    }
  });

  test('the image by its id, where it is in no registry', async () => {
    for (const none of [[], null]) {
      const pin = await pinned(DOCKER, names[0], none);
      expect(pin).toEqual({ kind: 'local', name: '127.0.0.1:1/kit:1', id: ID });
    }
  });

  test('the image by its id, where it was made here: the digest that Podman has for it is in no registry', async () => {
    const pin = await pinned(PODMAN, names[1], [`localhost/kit@${MANIFEST}`]);
    expect(pin).toEqual({ kind: 'local', name: 'localhost/kit:1', id: ID });
  });
});

test('what is built here has a name that is looked for nowhere else', () => {
  const pin = { kind: 'packages', recipe: {} as never, key: INDEX } as const;
  const name = `tackle/packages:${'a'.repeat(64)}`;
  expect(nameOfImage(DOCKER, pin)).toBe(name);
  expect(nameOfImage(PODMAN, pin)).toBe(`localhost/${name}`);
  const pulled = {
    kind: 'registry',
    ...parseReference(`docker.io/x@${INDEX}`)!,
    digest: INDEX,
  } as const;
  expect(nameOfImage(PODMAN, pulled)).toBe(`docker.io/library/x@${INDEX}`);
});

describe('limits', () => {
  async function launched(
    dialect: Dialect,
    limits: LaunchPlan['limits'],
    controllers: readonly string[] | null,
  ) {
    const engine = await fakeEngine({
      'GET /v4.0.0/libpod/info': { body: { host: { cgroupControllers: controllers } } },
    });
    using home = temporary();
    const env = { XDG_RUNTIME_DIR: home.path, XDG_CACHE_HOME: home.path };
    const user = { uid: process.getuid?.() ?? 0 };
    const plan = { command: 'x', limits, mounts: [], stdio: {}, inherited: {}, user };
    const opened = openDocker(engine.address, dialect, env);
    const launch = await opened.launch(plan as never, ID as string as ImageId, {});
    return { asked: engine.asked[0], error: launch.ok ? undefined : launch.error };
  }

  test('that rootless Podman would leave out in silence are said', async () => {
    const limits = { pids: 10, memory: 1 << 20, cpus: 1 };
    for (const controllers of [[], null]) {
      expect((await launched(ROOTLESS_PODMAN, limits, controllers)).error).toMatchObject({
        code: 'engine/unusable',
        message:
          'Podman without root cannot limit memory and processors here: no cgroup is delegated to you',
      });
    }
    const { error } = await launched(ROOTLESS_PODMAN, limits, ['memory']);
    expect(error?.message).toContain('cannot limit processors here');
  });

  test('that are given are asked about no further', async () => {
    const pids = { pids: 10 };
    for (const [dialect, limits] of [
      [ROOTLESS_PODMAN, pids],
      [PODMAN, { pids: 10, memory: 1 << 20 }],
    ] as const) {
      const { asked } = await launched(dialect, limits, []);
      expect(asked).not.toContain('libpod');
    }
    const { error } = await launched(ROOTLESS_PODMAN, { ...pids, memory: 1 << 20 }, ['memory']);
    // It goes on, and meets the first thing that this engine does not have.
    expect(error?.message).toBe('the container engine could not create a container for `x`');
  });
});

describe('looking for it', () => {
  const nothing = { PATH: '/nowhere', XDG_RUNTIME_DIR: '/nowhere' };

  test('where CONTAINER_HOST says, and nowhere else', async () => {
    const path = join(await fakeHome(), 'p.sock');
    const said = { ...nothing, CONTAINER_HOST: `unix://${path}` };
    expect(await lookForPodman(said)).toMatchObject({
      kind: 'unusable',
      asked: true,
      because: {
        code: 'engine/unreachable',
        message: `no container engine answers at \`unix://${path}\` (\`CONTAINER_HOST\`)`,
        hint: 'check that address; `unset CONTAINER_HOST` to use the engine of this machine',
      },
    });
    await listenOn(path);
    expect(await lookForPodman(said)).toMatchObject({ kind: 'usable', at: `unix://${path}` });
  });

  test.each(['ssh://me@there/run/podman/podman.sock', 'tcp://127.0.0.1:8080', 'nonsense://x'])(
    'an address that is none of this machine’s sockets: %s',
    async (text) => {
      const finding = await lookForPodman({ ...nothing, CONTAINER_HOST: text });
      expect(finding).toMatchObject({
        kind: 'unusable',
        asked: true,
        because: { code: 'engine/unusable', place: { file: 'CONTAINER_HOST', text } },
      });
    },
  );

  test('without a service and without the program there is no trace of it', async () => {
    const finding = await lookForPodman(nothing);
    expect(finding).toMatchObject({ kind: 'not-applicable' });
    expect(JSON.stringify(finding)).toContain('no `podman` on PATH');
  });

  test.runIf(process.getuid?.() === 0)('the program is enough, for root', async () => {
    const home = await fakeHome();
    const program = join(home, 'podman');
    writeFileSync(program, '#!/bin/sh\necho podman version 9.8.7\n');
    chmodSync(program, 0o755);
    const finding = await lookForPodman({ ...nothing, PATH: home });
    if (finding.kind !== 'usable') throw new Error(JSON.stringify(finding));
    expect(finding.at).toBe(program);
    const version = await finding.version(new AbortController().signal);
    expect(version).toEqual({ ok: true, value: 'Podman Engine 9.8.7' });
  });

  test.runIf(process.getuid?.() === 0)(
    'it is asked for images by root, or where it was used before',
    async () => {
      const home = await fakeHome({ podman: '', newuidmap: '' });
      for (const name of ['podman', 'newuidmap']) chmodSync(join(home, name), 0o755);
      // An empty variable says nothing.
      const unsaid = { XDG_DATA_HOME: '', XDG_CONFIG_HOME: '' };
      const env = { PATH: home, HOME: home, XDG_RUNTIME_DIR: '/nowhere', ...unsaid };
      const isAsked = async () => {
        const finding = await lookForPodman(env);
        return finding.kind === 'usable' && finding.donor !== undefined;
      };
      expect(await isAsked()).toBe(true);
      const user = somebodyWithSubordinateIds();
      if (user === undefined) return;
      process.seteuid?.(user);
      try {
        expect(await isAsked()).toBe(false);
        process.seteuid?.(0);
        mkdirSync(join(home, '.local/share/containers/storage'), { recursive: true });
        process.seteuid?.(user);
        expect(await isAsked()).toBe(true);
      } finally {
        process.seteuid?.(0);
      }
    },
  );

  test.runIf(process.getuid?.() === 0)('by a user without an account', async () => {
    const home = await fakeHome({ podman: '', newuidmap: '' });
    for (const name of ['podman', 'newuidmap']) chmodSync(join(home, name), 0o755);
    const restore = become({ uid: 3_999_999_999, gid: 0, groups: [] });
    try {
      expect(await lookForPodman(nothing)).toMatchObject({ kind: 'not-applicable' });
      expect(await lookForPodman({ ...nothing, PATH: home })).toMatchObject({
        kind: 'unusable',
        because: { message: 'Podman has no subordinate ids for `3999999999`' },
      });
    } finally {
      restore();
    }
  });

  test.runIf(process.getuid?.() === 0)('a service that does not start says why', async () => {
    const home = await fakeHome();
    const script = '#!/bin/sh\n[ "$1 $2" = "system service" ] && echo "cannot: $3" >&2\nexit 125\n';
    writeFileSync(join(home, 'podman'), script, { mode: 0o755 });
    const finding = await lookForPodman({ PATH: `${home}:/usr/bin:/bin`, XDG_RUNTIME_DIR: home });
    if (finding.kind !== 'usable') throw new Error(JSON.stringify(finding));
    const engine = await finding.open();
    expect(await engine.resolve(parseReference('x')!, QUIET)).toMatchObject({
      ok: false,
      error: {
        code: 'engine/unusable',
        message: 'Podman is installed, and its service cannot be started',
        detail: ['cannot: --time=30'],
      },
    });
  });
});
