import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { DOCKER } from '../../../src/engines/docker/dialect.ts';
import { dockersOwnContainers } from '../../../src/engines/docker/own-containers.ts';
import { makePlace, placeCalled, warmRuntime } from '../../../src/engines/docker/warm-places.ts';
import type { RunningContainer } from '../../../src/engines/own-containers.ts';
import { makeLaunchDir, runtimeDir } from '../../../src/host/runtime-dir.ts';
import { temporary } from '../../host/temporary.ts';
import { fakeEngine } from './fake-engine.ts';

/* What of an engine's containers is told as ours, and what is done to them. */

const UID = process.getuid?.() ?? 0;
let env: Record<string, string>;

beforeEach(() => {
  const place = temporary();
  onTestFinished(() => place[Symbol.dispose]());
  env = { XDG_RUNTIME_DIR: place.path };
});

const WARM = 'abc-1';
const kept = () => placeCalled(warmRuntime(env, UID), WARM);
const TITLES = ['PID', 'PPID', 'CMD'];
const AGENT = ['900', '880', 'init'];
const BUSY = [AGENT, ['901', '900', 'init'], ['902', '901', 'make all']];

interface Listed {
  readonly Id: string;
  readonly Created: number;
  readonly State: string;
  readonly Labels: Readonly<Record<string, string>>;
}

const container = (id: string, more: Partial<Listed> = {}): Listed => ({
  ...{ Id: `c-${id}`, Created: 1000, State: 'running' },
  Labels: { 'dev.tackle.launch': id, 'dev.tackle.toolbox': 'go@1' },
  ...more,
});

const WARM_LABELS = {
  'dev.tackle.launch': WARM,
  'dev.tackle.toolbox': 'python@3.8',
  'dev.tackle.warm': WARM,
  'dev.tackle.project': '/home/ada/thesis',
};

async function engineWith(
  listed: readonly Listed[],
  more: Parameters<typeof fakeEngine>[0] = {},
  processes: readonly (readonly string[])[] = [AGENT],
) {
  const top = { body: { Titles: TITLES, Processes: processes } };
  const tops = listed.flatMap(({ Id }) => [[`GET /containers/${Id}/top`, top] as const]);
  const engine = await fakeEngine({
    'GET /containers/json': { body: listed },
    [`GET /containers/${kept().name}/top`]: top,
    ...Object.fromEntries(tops),
    ...more,
  });
  const { signal } = new AbortController();
  return { engine, own: dockersOwnContainers(engine.address, DOCKER, env, signal) };
}

const RUNNING: RunningContainer = {
  ...{ id: WARM, toolbox: 'python@3.8', life: 'kept', made: 1_000_000, tools: [] },
  project: '/home/ada/thesis',
};

describe('containers that run', () => {
  test('are told with what runs in them', async () => {
    makePlace(kept());
    const { own } = await engineWith([container(WARM, { Labels: WARM_LABELS })], {}, BUSY);
    const told = [{ ...RUNNING, tools: ['make all'] }];
    expect(await own.running()).toEqual({ ok: true, value: told });
  });

  test('for one launch are told while their launcher lives', async () => {
    makeLaunchDir(runtimeDir(env, UID), 'a1');
    const { own } = await engineWith([container('a1')], {}, BUSY);
    expect(await own.running()).toMatchObject({
      value: [{ id: 'a1', life: 'one launch', tools: ['init'] }],
    });
  });

  test('of other users, and those that are only being made, are not told', async () => {
    makePlace(kept());
    const { own, engine } = await engineWith([
      container('strange', { Labels: { ...WARM_LABELS, 'dev.tackle.warm': 'strange' } }),
      container('b2'),
      container(WARM, { Labels: WARM_LABELS, State: 'created' }),
    ]);
    expect(await own.running()).toEqual({ ok: true, value: [] });
    expect(engine.asked).toEqual(['GET /containers/json']);
  });

  test('that end while they are looked at are left out', async () => {
    makePlace(kept());
    const listed = container(WARM, { Labels: WARM_LABELS });
    const { own } = await engineWith([listed], { [`GET /containers/${listed.Id}/top`]: GONE });
    expect(await own.running()).toEqual({ ok: true, value: [] });
  });
});

const GONE = { status: 404, body: { message: 'No such container' } };

describe('a container that is kept', () => {
  const removal = () => `DELETE /containers/${kept().name}`;

  beforeEach(() => {
    makePlace(kept());
    writeFileSync(kept().socket, '');
  });

  test('is ended with all that it has on the machine when it is idle', async () => {
    const { own, engine } = await engineWith([], { [removal()]: { status: 204 } });
    expect(await own.end(RUNNING, 'idle')).toEqual({ ok: true, value: 'ended' });
    expect(engine.asked.at(-1)).toBe(removal());
    expect(existsSync(kept().directory)).toBe(false);
  });

  test('stays when a tool runs in it, and launches find it again', async () => {
    const { own, engine } = await engineWith([], {}, BUSY);
    expect(await own.end(RUNNING, 'idle')).toEqual({ ok: true, value: 'in use' });
    expect(engine.asked).not.toContain(removal());
    expect(readdirSync(kept().directory)).toEqual(['agent']);
  });

  test('is ended with the tool that runs in it when that is asked for', async () => {
    const { own, engine } = await engineWith([], { [removal()]: { status: 204 } }, BUSY);
    expect(await own.end(RUNNING, 'at once')).toEqual({ ok: true, value: 'ended' });
    expect(engine.asked).toEqual([removal()]);
  });

  test('that is only just being started stays', async () => {
    const { own, engine } = await engineWith([]);
    const made = Date.now();
    expect(await own.end({ ...RUNNING, made }, 'idle')).toEqual({ ok: true, value: 'in use' });
    expect(engine.asked).toEqual([]);
  });

  test('that has gone by itself counts as ended', async () => {
    const { own } = await engineWith([], { [`GET /containers/${kept().name}/top`]: GONE });
    expect(await own.end(RUNNING, 'idle')).toEqual({ ok: true, value: 'ended' });
  });

  test('that the engine does not speak of keeps its name', async () => {
    const broken = { status: 500, body: { message: 'no ps here' } };
    const { own } = await engineWith([], {
      [`GET /containers/${kept().name}/top`]: broken,
      [`GET /containers/${kept().name}/json`]: { body: { State: { Running: true } } },
    });
    expect(await own.end(RUNNING, 'idle')).toMatchObject({ error: { code: 'engine/failed' } });
    expect(readdirSync(kept().directory)).toEqual(['agent']);
  });
});

describe('containers that have ended', () => {
  const inspected = (uid: number, name: string) => {
    return { body: { Name: `/${name}`, Config: { User: `${uid}:${uid}` } } };
  };

  test('are told when they are this user’s, and old, and nobody is about to start them', async () => {
    makeLaunchDir(runtimeDir(env, UID), 'a3');
    const young = Math.floor(Date.now() / 1000);
    const { own } = await engineWith(
      [
        container('a1', { State: 'exited' }),
        container('a2', { State: 'created', Created: young }),
        container('a3', { State: 'created' }),
        container('a4', { State: 'created' }),
        container('a5'),
        container(WARM, { State: 'dead', Labels: WARM_LABELS }),
      ],
      {
        'GET /containers/c-a1/json': inspected(UID, 'tackle-a1'),
        'GET /containers/c-a4/json': inspected(UID + 1, 'tackle-a4'),
        [`GET /containers/c-${WARM}/json`]: inspected(UID, `tackle-warm-${WARM}`),
      },
    );
    expect(await own.left()).toEqual({
      ok: true,
      value: [
        { id: 'a1', toolbox: 'go@1' },
        { id: `warm-${WARM}`, toolbox: 'python@3.8' },
      ],
    });
  });

  test('that carry our label under a name of their own are not', async () => {
    const { own } = await engineWith([container('a1', { State: 'exited' })], {
      'GET /containers/c-a1/json': inspected(UID, 'database'),
    });
    expect(await own.left()).toEqual({ ok: true, value: [] });
  });

  test('are removed by name, and may have gone before', async () => {
    const { own, engine } = await engineWith([], { 'DELETE /containers/tackle-a1': GONE });
    const removed = await own.remove({ id: 'a1', toolbox: 'go@1' });
    expect(removed).toEqual({ ok: true, value: undefined });
    expect(engine.asked).toEqual(['DELETE /containers/tackle-a1']);
  });
});
