import { expect, test } from 'vitest';
import { parseReference } from '../../src/catalog/reference.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { reasonsOf, timesOf, type Reasons } from '../../src/cli/account-lines.ts';
import { recordOf } from '../../src/cli/launch-record.ts';
import type { Config } from '../../src/config/config.ts';
import type { ChosenEngine } from '../../src/engines/discover.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import type { Place } from '../../src/kernel/place.ts';
import { registryPin } from '../../src/lock/registry-pin.ts';
import type { LaunchPlan } from '../../src/plan/launch-plan.ts';

const digest = `sha256:${'5'.repeat(64)}` as Digest;
const reference = parseReference('docker.io/library/python:3.8')!;
const pin = registryPin(reference, digest);

function place(file: string, line: number, column: number): Place {
  return { file, line, column, length: 1, text: '' };
}

/** As much of a launch as is told of. */
function reasons(more: {
  readonly config?: Partial<Config>;
  readonly tool?: Partial<Tool>;
  readonly plan?: Partial<LaunchPlan>;
  readonly engine?: Partial<ChosenEngine>;
  readonly came?: Reasons['came'];
}): Reasons {
  const spec = { toolbox: 'python', version: '3.8', args: [], share: [] };
  const config = {
    commands: new Map([
      ['python3.8', { value: spec, place: place('/home/ada/thesis/tackle.yaml', 3, 14) }],
    ]),
    toolboxes: new Map(),
    project: { root: '/home/ada/thesis', file: '/home/ada/thesis/tackle.yaml' },
    ...more.config,
  };
  const tool = {
    command: 'python3.8',
    asked: 'python@3.8',
    toolbox: { name: 'python', version: '3.8', origin: 'catalogue' },
    exec: ['python3.8', '--password=hunter2'],
    source: { kind: 'image' },
    alternatives: [],
    ...more.tool,
  };
  const plan = {
    command: 'python3.8',
    toolbox: 'python@3.8',
    image: pin,
    network: 'host',
    user: { uid: 1000, gid: 100 },
    isolation: 'shared',
    argv: ['python3.8', '--password=hunter2', 'secret.py'],
    env: { TOKEN: 'hunter2' },
    ...more.plan,
  };
  const engine = {
    engine: 'docker',
    finding: { at: 'unix:///run/docker.sock' },
    passedOver: [],
    ...more.engine,
  };
  const made = { config, tool, plan, engine, came: more.came ?? 'here', cwd: '/home/ada/thesis' };
  return made as unknown as Reasons;
}

test('why a launch goes as it goes', () => {
  expect(reasonsOf(reasons({}))).toEqual([
    'command: `python3.8` is `python3.8` of `python@3.8`: as tackle.yaml:3:14 says',
    'engine: `docker`, unix:///run/docker.sock: the first usable one',
    `image: \`docker.io/library/python:3.8\`, \`${digest}\`: not locked, it was here`,
    'plan: a container of its own, as all that goes through Node, network `host`, as 1000:100; all of it: `tackle plan python3.8`',
  ]);
});

test('of what somebody has said, it is told where', () => {
  const typed = place('command line', 1, 8);
  const told = reasonsOf(
    reasons({
      config: {
        commands: new Map(),
        engine: { value: 'embedded', place: typed },
        source: { value: 'image', place: place('TACKLE_SOURCE', 1, 1) },
      },
      engine: { engine: 'embedded', finding: { at: '/usr/bin/bwrap' } as ChosenEngine['finding'] },
      tool: { alternatives: ['packages'] },
      plan: { image: { ...pin, exact: { manifest: digest, config: digest } } },
      came: 'fetched',
    }),
  );
  expect(told).toEqual([
    'command: `python3.8` is `python3.8` of `python@3.8`: a toolbox of the catalogue',
    'engine: `embedded`, /usr/bin/bwrap: as the command line says',
    `image: \`docker.io/library/python:3.8\`, \`${digest}\`: from \`image\`, as TACKLE_SOURCE says, as \`tackle.lock\` says, it was fetched now`,
    'plan: a sandbox of its own, network `host`, as 1000:100; all of it: `tackle plan python3.8`',
  ]);
});

test('engines that come first and cannot be used are named', () => {
  const passedOver = [{ engine: 'docker', because: 'no socket at /run/docker.sock' }] as const;
  const [, engine] = reasonsOf(
    reasons({
      engine: { engine: 'podman', passedOver, finding: { at: '/usr/bin/podman' } as never },
    }),
  );
  expect(engine).toBe(
    'engine: `podman`, /usr/bin/podman: the first usable one; not docker: no socket at /run/docker.sock',
  );
});

test('times stand in the order in which they come, without what did not come about', () => {
  const times = { total: 251.4, startUp: 40.2, config: 12.7, start: 95, firstByte: 3.2 };
  expect(timesOf(times)).toBe(
    'times in ms: start-up 40, config 13, start 95, first byte 3, total 251',
  );
});

test('a record of the log has neither arguments nor variables', () => {
  const { engine, came, cwd, ...made } = reasons({});
  const record = recordOf({
    at: new Date('2026-01-31T09:12:45.123Z'),
    word: 'python3.8',
    cwd,
    made,
    engine: engine!,
    came,
    times: { startUp: 40.2, total: 251.4 },
    end: { status: 7 },
  });
  expect(record).toEqual({
    time: '2026-01-31T09:12:45.123Z',
    command: 'python3.8',
    cwd: '/home/ada/thesis',
    project: '/home/ada/thesis',
    toolbox: 'python@3.8',
    engine: 'docker',
    at: 'unix:///run/docker.sock',
    image: 'docker.io/library/python:3.8',
    digest,
    locked: false,
    came: 'here',
    way: 'node',
    ms: { startUp: 40, total: 251 },
    end: { status: 7 },
  });
  expect(JSON.stringify(record)).not.toContain('hunter2');
});
