import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { EngineAddress } from '../../scripts/setup/engine.mjs';
import { builtPackages, builtSize } from '../../src/engines/built-packages.ts';
import { DOCKER, PODMAN, type Dialect } from '../../src/engines/docker/dialect.ts';
import { lookForPodman } from '../../src/engines/docker/look-for-podman.ts';
import { lookForDocker } from '../../src/engines/docker/look.ts';
import { nameOfImage } from '../../src/engines/docker/name-of-image.ts';
import { storedName } from '../../src/engines/embedded/image-name.ts';
import { lookForEmbedded } from '../../src/engines/embedded/look.ts';
import type { Engine } from '../../src/engines/engine.ts';
import type { Environment, Strategy } from '../../src/engines/finding.ts';
import { imageStore } from '../../src/host/directories.ts';
import { storedImage } from '../../src/images/store/stored-image.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import type { Progress } from '../../src/kernel/work.ts';
import { exactPin } from '../../src/lock/exact-pin.ts';
import { packagesKey } from '../../src/lock/packages-key.ts';
import type { PackagesPin } from '../../src/lock/pin.ts';
import { value } from '../contract/bench.ts';
import { askApi, mustAskApi, readApi } from '../rig/engine-api.ts';
import { startPodman } from '../rig/podman.ts';
import { rig } from '../rig/rig.ts';
import { scratch } from '../rig/scratch.ts';
import { add, digestOfBytes, QUIETLY, storeAt, valueOf } from '../store/a-store.ts';
import { file, tar } from '../store/tar-bytes.ts';
import { HERE, recipe } from './builds.ts';
import { startSnapshotServer } from './snapshot-server.ts';

/** As no toolbox asks for it. */
const WHEN = '20260131T120000Z';
/** What a root file system is not. */
const OTHER = tar(file('word', 'other'));
const RECIPE = recipe('bookworm', ['base-files']);
const PIN: PackagesPin = { kind: 'packages', recipe: RECIPE, key: packagesKey(RECIPE, HERE) };

interface Inspected {
  readonly Id: string;
  readonly RootFS: { readonly Layers: readonly string[] };
}

/** Builds over what has the name of the recipe, and asks for the same by what it is then known to be. Gives that pin. */
async function builtAndFound(
  engine: Engine,
  env: Record<string, string | undefined>,
  plant: () => Promise<unknown>,
): Promise<PackagesPin> {
  await using server = await startSnapshotServer();
  env['TACKLE_DEBIAN_SNAPSHOT'] = server.address;
  const signal = new AbortController().signal;
  const reported: Progress[] = [];
  const work = { signal, report: (one: Progress) => void reported.push(one) };
  await plant();
  const planted = value(await engine.ensure(PIN, HERE, work));
  expect(reported).toEqual([]);

  value(await engine.build(PIN, HERE, work, { snapshot: WHEN }));
  const exact = await builtPackages(PIN.key, env);
  expect(exact && (await builtSize(exact.rootfs, env))).toBeGreaterThan(1_000_000);
  expect(exact).toMatchObject({ snapshot: WHEN, npm: [] });
  expect(exact?.packages).toContainEqual({
    name: 'base-files',
    version: expect.stringMatching(/^12/) as string,
    architecture: HERE.slice('linux/'.length),
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
  });

  reported.length = 0;
  const pin = exactPin(PIN, exact!);
  const image = value(await engine.ensure(pin, HERE, work));
  expect(reported).toEqual([]);
  if (engine.name !== 'embedded') expect(image).not.toBe(planted);
  return pin;
}

/** Gives an engine an image of one file by the name of the recipe. */
function plantIn(engine: EngineAddress, dialect: Dialect): () => Promise<unknown> {
  // With its tag: Podman pays no heed to the parameter `tag` (4.3).
  const target = `/images/create?fromSrc=-&repo=${nameOfImage(dialect, PIN)}`;
  const headers = { 'content-type': 'application/x-tar' };
  return () => mustAskApi(engine, 'POST', target, { body: Readable.from([OTHER]), headers });
}

function home(path: string): Record<string, string | undefined> {
  return { ...process.env, HOME: path, XDG_CACHE_HOME: path, XDG_DATA_HOME: path };
}

async function opened(look: Strategy['look'], env: Environment): Promise<Engine> {
  const found = await look(env);
  if (found.kind !== 'usable') throw new Error(JSON.stringify(found));
  return await found.open({});
}

test('Docker has what it built by what it is', async () => {
  using directory = scratch('built-for-docker');
  const env = home(directory.path);
  const names = [nameOfImage(DOCKER, PIN)];
  try {
    const pin = await builtAndFound(
      await opened(lookForDocker, env),
      env,
      plantIn(rig().engine, DOCKER),
    );
    names.push(nameOfImage(DOCKER, pin));
    const found = await Promise.all(
      names.map((name) => readApi<Inspected>(rig().engine, `/images/${name}/json`)),
    );
    expect(found.map(({ RootFS }) => RootFS.Layers)).toEqual([[pin.key], [pin.key]]);
    expect(found[0]?.Id).toBe(found[1]?.Id);
  } finally {
    for (const name of names) await askApi(rig().engine, 'DELETE', `/images/${name}`);
  }
});

test('Podman has what it built by what it is', async ({ skip }) => {
  const podman = await startPodman();
  if ('because' in podman) return skip(podman.because);
  await using _podman = podman;
  using directory = scratch('built-for-podman');
  const env = { ...home(directory.path), CONTAINER_HOST: `unix://${podman.address.socketPath}` };
  const pin = await builtAndFound(
    await opened(lookForPodman, env),
    env,
    plantIn(podman.address, PODMAN),
  );
  const image = `/images/${nameOfImage(PODMAN, pin)}/json`;
  const { RootFS } = await readApi<Inspected>(podman.address, image);
  expect(RootFS.Layers).toEqual([pin.key]);
});

test('the embedded engine has what it built by what it is', async () => {
  using directory = scratch('built-for-embedded');
  const env = home(directory.path);
  const engine = await opened(lookForEmbedded, env);
  const store = imageStore(env) as AbsolutePath;
  const pin = await builtAndFound(engine, env, async () => {
    await using planted = storeAt(store);
    valueOf(await add(planted, OTHER));
    const image = { id: storedName(PIN, HERE), config: {}, layers: [digestOfBytes(OTHER)] };
    valueOf(await planted.addImage(image, QUIETLY));
  });
  for (const one of [PIN, pin]) {
    const { config } = storedImage(store, storedName(one, HERE)) ?? {};
    expect(config).toMatchObject({ rootfs: { diff_ids: [pin.key] } });
  }
});
