import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { dice } from '../rig/dice.ts';
import { DockerRelay } from '../rig/docker-relay.ts';
import { readApi } from '../rig/engine-api.ts';
import { rig } from '../rig/rig.ts';
import { scratch } from '../rig/scratch.ts';
import { until } from '../rig/until.ts';
import { endWarmContainers, warmContainers } from '../rig/warm-containers.ts';
import { agentsOf, childrenOf, kill } from './kills/strike.ts';
import { ShimmedProject } from './shimmed-project.ts';

/* Those of other tests are left to the end of the run. */
beforeAll(() => endWarmContainers(rig()));

/* Launches that meet in the making of a warm container, or at its end. */

const SEED = Number(process.env['TACKLE_STORM_SEED'] ?? randomInt(1, 1_000_000));
const MEETINGS = process.env['TACKLE_STORM'] === 'all' ? 60 : 10;

const AT_ONCE = 8;

/** Runs so many at once, each of which writes its name into a file. */
async function runAll(project: ShimmedProject, names: readonly string[]): Promise<void> {
  const script = 'echo "$0" >>log; exit 7';
  const ends = await Promise.all(names.map((name) => project.run('sh', ['-c', script, name])));
  expect(ends).toEqual(names.map(() => ({ status: 7, signal: null, out: '', err: '' })));
}

/** The names that were written, in order. */
function named(project: ShimmedProject): readonly string[] {
  return readFileSync(join(project.path, 'log'), 'utf8').trim().split('\n').sort();
}

const namesOf = (word: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${word}-${at}`);

const warmDirectory = (project: ShimmedProject) => join(project.runtime, 'tackle/warm');

/** The places of containers, those that are gone too. */
function placesOf(project: ShimmedProject): readonly string[] {
  const names = readdirSync(warmDirectory(project)).filter((name) => !name.includes('.'));
  return names.map((name) => join(warmDirectory(project), name));
}

/** As if nothing had happened there for long. */
function age(places: readonly string[]): void {
  for (const place of places) utimesSync(place, 0, 0);
}

describe('the first use of a project, by several at once', () => {
  test('makes one container, and runs each of them once', async () => {
    await using project = new ShimmedProject('docker');
    const names = namesOf('first', AT_ONCE);
    await runAll(project, names);
    expect(named(project)).toEqual(names);
    expect(placesOf(project)).toHaveLength(1);
    expect(agentsOf(project.path)).toHaveLength(1);
  });

  test('clears away nothing that another of them has just made', async () => {
    await using project = new ShimmedProject('docker');
    await runAll(project, ['before']);
    for (const agent of agentsOf(project.path)) kill(agent);
    await until(() => agentsOf(project.path).length === 0, { within: 20_000, what: 'its end' });
    rmSync(project.prepared, { recursive: true });
    age(placesOf(project));
    const names = namesOf('later', AT_ONCE);
    await runAll(project, names);
    expect(named(project)).toEqual(['before', ...names]);
    expect(placesOf(project)).toHaveLength(1);
    expect(agentsOf(project.path)).toHaveLength(1);
  });
});

/** A launch whose preparation is killed as soon as it asks for this. */
async function cutShort(project: ShimmedProject, socket: string, request: RegExp): Promise<void> {
  await using relay = await DockerRelay.open(socket, request);
  const { pid, ran } = project.start('sh', ['-c', 'echo "$0" >>log', 'cut-short']);
  await relay.swallowed;
  for (const child of childrenOf(pid)) kill(child);
  expect(await ran).toMatchObject({ status: null, signal: 'SIGKILL' });
}

async function launchesBehindRelay(
  act: (socket: string, project: ShimmedProject) => Promise<void>,
) {
  using directory = scratch('relay');
  const env = { DOCKER_HOST: `unix://${join(directory.path, 'docker.sock')}` };
  await using project = new ShimmedProject('docker', env);
  await act(directory.path, project);
}

/** The states of the containers of these places that the engine knows. */
async function statesInEngine(places: readonly string[]): Promise<readonly string[]> {
  const filters = { label: places.map((place) => `dev.tackle.warm=${place.split('/').at(-1)}`) };
  const path = `/containers/json?all=1&filters=${encodeURIComponent(JSON.stringify(filters))}`;
  const found = await readApi<readonly { readonly State: string }[]>(rig().engine, path);
  return found.map(({ State }) => State);
}

describe('a preparation that is killed', () => {
  test('when the container runs, leaves it to the next', () =>
    launchesBehindRelay(async (socket, project) => {
      await cutShort(project, socket, /^GET \/containers\/\w+\/json/);
      // It may be on its way.
      await until(async () => (await warmContainers(rig())).length === 1, {
        within: 30_000,
        what: 'a warm container',
      });
      await using _relay = await DockerRelay.open(socket);
      await runAll(project, ['next']);
      expect(named(project)).toEqual(['next']);
      expect(placesOf(project)).toHaveLength(1);
    }));

  test('before the container runs, leaves one that is cleared away', () =>
    launchesBehindRelay(async (socket, project) => {
      await cutShort(project, socket, /^POST \/containers\/\w+\/start/);
      const left = placesOf(project);
      expect(await statesInEngine(left)).toEqual(['created']);
      await using _relay = await DockerRelay.open(socket);
      age(left);
      await runAll(project, ['next']);
      expect(await statesInEngine(left)).toEqual([]);
      expect(placesOf(project)).not.toContain(left[0]);
      expect(agentsOf(project.path)).toHaveLength(1);
    }));
});

test(`launches that meet the end of an idle container are each run once (seed ${SEED})`, async () => {
  await using project = new ShimmedProject('docker', { TACKLE_IDLE_SECONDS: '1' });
  const roll = dice(SEED);
  await runAll(project, ['first']);
  const all = ['first'];
  for (let meeting = 0; meeting < MEETINGS; meeting++) {
    await setTimeout(985 + roll() * 30);
    const names = namesOf(`meeting-${meeting}`, 1 + Math.floor(roll() * 3));
    await runAll(project, names);
    all.push(...names);
  }
  expect(named(project)).toEqual(all.sort());
});
