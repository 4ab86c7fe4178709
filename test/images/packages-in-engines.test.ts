import { expect, test } from 'vitest';
import { builtPackages } from '../../src/engines/built-packages.ts';
import { DOCKER, PODMAN } from '../../src/engines/docker/dialect.ts';
import { lookForPodman } from '../../src/engines/docker/look-for-podman.ts';
import { lookForDocker } from '../../src/engines/docker/look.ts';
import { nameOfImage } from '../../src/engines/docker/name-of-image.ts';
import { lookForEmbedded } from '../../src/engines/embedded/look.ts';
import type { Engine } from '../../src/engines/engine.ts';
import type { Environment, Strategy } from '../../src/engines/finding.ts';
import type { Progress } from '../../src/kernel/work.ts';
import { exactPin } from '../../src/lock/exact-pin.ts';
import { packagesKey } from '../../src/lock/packages-key.ts';
import type { PackagesPin } from '../../src/lock/pin.ts';
import { value } from '../contract/bench.ts';
import { askApi, readApi } from '../rig/engine-api.ts';
import { startPodman } from '../rig/podman.ts';
import { rig } from '../rig/rig.ts';
import { scratch } from '../rig/scratch.ts';
import { HERE, recipe } from './builds.ts';

/** As no toolbox asks for it. */
const RECIPE = recipe('bookworm', ['base-files']);
const PIN: PackagesPin = { kind: 'packages', recipe: RECIPE, key: packagesKey(RECIPE, HERE) };

interface Inspected {
  readonly Id: string;
  readonly RootFS: { readonly Layers: readonly string[] };
}

/** Builds, and asks for the same by what it is then known to be: nothing is left to do. Gives that pin. */
async function builtAndFound(engine: Engine, env: Environment): Promise<PackagesPin> {
  const signal = new AbortController().signal;
  value(await engine.ensure(PIN, HERE, { signal, report: () => undefined }));
  const exact = await builtPackages(PIN.key, env);
  if (exact === undefined) throw new Error('there is no record');
  expect(exact.packages).toContainEqual({
    name: 'base-files',
    version: expect.stringMatching(/^12/) as string,
    architecture: HERE.slice('linux/'.length),
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
  });
  const reported: Progress[] = [];
  const pin = exactPin(PIN, exact);
  value(await engine.ensure(pin, HERE, { signal, report: (one) => void reported.push(one) }));
  expect(reported).toEqual([]);
  return pin;
}

function home(path: string): Environment {
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
    const pin = await builtAndFound(await opened(lookForDocker, env), env);
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
  const pin = await builtAndFound(await opened(lookForPodman, env), env);
  const image = `/images/${nameOfImage(PODMAN, pin)}/json`;
  const { RootFS } = await readApi<Inspected>(podman.address, image);
  expect(RootFS.Layers).toEqual([pin.key]);
});

test('the embedded engine has what it built by what it is', async () => {
  using directory = scratch('built-for-embedded');
  const env = home(directory.path);
  const engine = await opened(lookForEmbedded, env);
  expect(await builtAndFound(engine, env)).toMatchObject({ recipe: RECIPE });
});
