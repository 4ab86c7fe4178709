import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApi } from './engine-api.ts';
import type { Rig } from './rig.ts';
import { until } from './until.ts';

/** Whatever a run could leave behind, each as a line for people: `container 3f2a… (kit, exited)`. */
export type Belongings = ReadonlySet<string>;

/** How long after the last test something may still be on its way out, in milliseconds: a service of Podman's half a minute. */
const GRACE = 45_000;

/** Node 22.1 and later keep compiled code here, for every program alike. */
const NOT_OURS = ['node-compile-cache'];

/** The scratch directory of any run, as `global-setup.ts` names it. */
const SCRATCH = /\/tackle-run-[^/]+(?:\/|$)/;

const RUNTIME_DIRECTORY = /^tackle-\d+$/;

/** Where the places of warm containers lie; the next one clears away what those that are gone have left. */
const WARM = 'warm';

type Place = Pick<Rig, 'engine' | 'run' | 'scratch'>;

interface Container {
  readonly Id: string;
  readonly Image: string;
  readonly State: string;
  readonly Command: string;
  readonly Mounts: readonly { readonly Source: string }[];
}

/** What is there now: containers, volumes, networks, this run's processes, mounts and temp files. */
export async function belongings(rig: Place): Promise<Belongings> {
  return new Set([
    ...(await inEngine(rig)),
    ...processesOf(rig.run),
    ...mountsUnder(rig.scratch),
    ...temporaryFiles(rig.scratch),
  ]);
}

/**
 * Compares with what was there before the run. What is new gets a moment to go by itself (an engine
 * removes a container after it has told of its end); what stays then is a leftover.
 */
export async function leftovers(
  before: Belongings,
  rig: Place,
  grace = GRACE,
): Promise<readonly string[]> {
  const suspects = [...(await belongings(rig))].filter((thing) => !before.has(thing));
  let left = suspects;
  const allGone = async () => {
    const now = await belongings(rig);
    left = suspects.filter((thing) => now.has(thing));
    return left.length === 0;
  };
  await until(allGone, { within: grace, what: 'tidiness' }).catch(() => undefined);
  return left;
}

async function inEngine({ engine, scratch }: Place): Promise<readonly string[]> {
  const all = await readApi<readonly Container[]>(engine, '/containers/json?all=1');
  const containers = all.filter((container) => !isOfAnotherRun(container, scratch));
  const volumes = await readApi<{ Volumes: readonly { Name: string }[] | null }>(
    engine,
    '/volumes',
  );
  const networks = await readApi<readonly { Name: string }[]>(engine, '/networks');
  return [
    ...containers.map((c) => `container ${c.Id.slice(0, 12)} of ${c.Image}: ${c.Command}`),
    ...(volumes.Volumes ?? []).map((volume) => `volume ${volume.Name}`),
    ...networks.map((network) => `network ${network.Name}`),
  ];
}

/** Two runs may share an engine: whatever is mounted from another run's scratch is that run's affair. */
function isOfAnotherRun({ Mounts }: Container, scratch: string): boolean {
  const sources = Mounts.map((mount) => mount.Source);
  return sources.some((path) => SCRATCH.test(path) && !`${path}/`.startsWith(`${scratch}/`));
}

function processesOf(run: string): readonly string[] {
  const mark = `TACKLE_TEST_RUN=${run}`;
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const marked = ids.filter((id) => readProc(id, 'environ').split('\0').includes(mark));
  const commands = marked.map((id) => [id, readProc(id, 'cmdline').replaceAll('\0', ' ').trim()]);
  // No command line: a zombie, or a process that ended while we looked.
  return commands
    .filter(([, command]) => command !== '' && command?.includes('vitest') === false)
    .map(([id, command]) => `process ${id ?? ''}: ${command ?? ''}`);
}

function readProc(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

function mountsUnder(scratch: string): readonly string[] {
  const points = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '');
  return points.filter((point) => point.startsWith(`${scratch}/`)).map((point) => `mount ${point}`);
}

/**
 * The run's TMPDIR lies in the scratch directory, so whatever is in it was made by the run. Tackle keeps
 * one directory a user there, and in it one a launch.
 */
function temporaryFiles(scratch: string): readonly string[] {
  const directory = join(scratch, 'tmp');
  const names = readdirSync(directory).flatMap((name) =>
    RUNTIME_DIRECTORY.test(name)
      ? readdirSync(join(directory, name)).flatMap((launch) =>
          launch === WARM ? [] : [join(name, launch)],
        )
      : [name],
  );
  return names
    .filter((name) => !NOT_OURS.includes(name))
    .map((name) => `temporary file ${name}`)
    .sort();
}
