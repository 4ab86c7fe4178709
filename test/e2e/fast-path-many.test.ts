import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { rig } from '../rig/rig.ts';
import { processesInside } from '../rig/inside.ts';
import { until } from '../rig/until.ts';
import { endWarmContainers, warmContainers } from '../rig/warm-containers.ts';
import { agentsOf, isAgent } from './kills/strike.ts';
import { ShimmedProject } from './shimmed-project.ts';

/* Those of other tests are left to the end of the run. */
beforeAll(() => endWarmContainers(rig()));

/* Many launches, one after another and at once, and what they leave behind. */

/** `TACKLE_STORM=all` is for a machine that has nothing else to do. */
const IS_WHOLE = process.env['TACKLE_STORM'] === 'all';
const IN_TURN = IS_WHOLE ? 1000 : 100;
const AT_ONCE = IS_WHOLE ? 500 : 20;

/** What launches could leave, each as a line. */
async function belongings(project: ShimmedProject): Promise<readonly string[]> {
  const [agent] = agentsOf(project.path);
  const store = join(project.env['TACKLE_IMAGE_STORE']!, 'tmp');
  return [
    ...(await warmContainers(rig())),
    ...readdirSync(project.runtime, { recursive: true }).map(String),
    ...(agent === undefined ? readdirSync(store) : ofAgent(agent)),
    ...mountsOf('self'),
  ].sort();
}

/** Its descriptors, its mounts, and its children, of which a zombie is one. */
function ofAgent(agent: number): readonly string[] {
  const children = readFileSync(`/proc/${agent}/task/${agent}/children`, 'utf8');
  return [
    ...readdirSync(`/proc/${agent}/fd`).map((fd) => `descriptor ${fd}`),
    ...mountsOf(String(agent)),
    `children ${children}`,
  ];
}

/** Those that have to do with this run. */
function mountsOf(process: string): readonly string[] {
  const mounts = readFileSync(`/proc/${process}/mountinfo`, 'utf8').split('\n');
  return mounts.filter((mount) => mount.includes(rig().scratch));
}

async function launch(project: ShimmedProject, name: string, status: number): Promise<void> {
  const ran = await project.run('sh', [
    '-c',
    'echo "$0"; sleep 600 & exit $1',
    name,
    String(status),
  ]);
  expect(ran).toEqual({ status, signal: null, out: `${name}\n`, err: '' });
}

test.each(['docker', 'embedded'] as const)(
  `${IN_TURN} launches on %s, and ${AT_ONCE} at once, are told apart and leave nothing`,
  { timeout: 600_000 },
  async (engine) => {
    await using project = new ShimmedProject(engine);
    expect((await project.run('sh', ['-c', 'exit 3'])).status).toBe(3);
    await launch(project, 'warm', 4);
    const before = await belongings(project);
    for (let at = 0; at < IN_TURN; at++) await launch(project, `in turn ${at}`, at % 120);
    const all = Array.from({ length: AT_ONCE }, (_, at) => launch(project, `one ${at}`, at % 120));
    await Promise.all(all);
    const isEmpty = () => processesInside(project.path).every(isAgent);
    await until(isEmpty, { within: 20_000, what: 'that nothing runs' });
    expect(await belongings(project)).toEqual(before);
  },
);
