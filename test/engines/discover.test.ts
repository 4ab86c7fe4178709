import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EngineName } from '../../src/config/config.ts';
import { discoverAmong } from '../../src/engines/discover.ts';
import { lookAmong, lookForDocker } from '../../src/engines/docker/look.ts';
import type { Engine } from '../../src/engines/engine.ts';
import type { Finding, Strategy } from '../../src/engines/finding.ts';
import { permissionDenied } from '../../src/engines/problems.ts';
import { absolutePathOf } from '../../src/kernel/brand.ts';
import type { Located } from '../../src/kernel/place.ts';
import { openMemoryEngine } from '../../src/engines/memory/memory-engine.ts';
import { fakeHome, listenOn } from './fake-home.ts';

const engine: Engine = openMemoryEngine({ programs: {} });
const usable: Finding = {
  kind: 'usable',
  at: '/a',
  open: () => Promise.resolve(engine),
  version: () => Promise.reject(new Error('a launch asks nobody for a version')),
};
const absent: Finding = { kind: 'not-applicable', because: 'no socket at /a' };
const denied: Finding = { kind: 'unusable', because: permissionDenied('/b') };

function strategy(name: EngineName, finding: Finding): Strategy {
  return { engine: name, look: () => Promise.resolve(finding) };
}

function asked(value: EngineName): { engine: Located<EngineName> } {
  return {
    engine: { value, place: { file: 'TACKLE_ENGINE', line: 1, column: 1, length: 6, text: value } },
  };
}

test('the first usable engine wins, whatever is wrong with those before it', async () => {
  const table = [
    strategy('docker', denied),
    strategy('podman', absent),
    strategy('embedded', usable),
  ];
  expect(await discoverAmong(table, {}, {})).toEqual({ ok: true, value: engine });
});

test('an engine that somebody has said to use is not replaced by another', async () => {
  const said: Finding = { ...denied, asked: true };
  const table = [strategy('docker', said), strategy('embedded', usable)];
  expect(await discoverAmong(table, {}, {})).toEqual({ ok: false, error: permissionDenied('/b') });
});

test('nothing after the first usable engine is looked for', async () => {
  const looked: string[] = [];
  const table = (['docker', 'podman'] as const).map((name) => ({
    engine: name,
    look: () => {
      looked.push(name);
      return Promise.resolve(usable);
    },
  }));
  await discoverAmong(table, {}, {});
  expect(looked).toEqual(['docker']);
});

test('without a usable one, the first that is there says what is wrong', async () => {
  const table = [strategy('docker', absent), strategy('podman', denied)];
  expect(await discoverAmong(table, {}, {})).toEqual({ ok: false, error: permissionDenied('/b') });
});

test('without a trace of any, each says where it looked', async () => {
  const table = [strategy('docker', absent), strategy('podman', absent)];
  expect(await discoverAmong(table, {}, {})).toMatchObject({
    error: {
      code: 'engine/unreachable',
      message: 'no container engine was found on this machine',
      detail: ['docker: no socket at /a', 'podman: no socket at /a'],
    },
  });
});

test('an engine that was asked for is the only one that is looked for', async () => {
  const table = [strategy('docker', usable), strategy('podman', denied)];
  const found = await discoverAmong(table, asked('podman'), {});
  expect(found).toEqual({ ok: false, error: permissionDenied('/b') });
});

test('docker: a socket that listens is usable, unasked', async () => {
  const path = join(await fakeHome(), 'd.sock');
  await listenOn(path);
  const finding = await lookForDocker({ DOCKER_HOST: `unix://${path}` });
  expect(finding.kind).toBe('usable');
});

test('docker: a socket that was named and is not there', async () => {
  const path = join(await fakeHome(), 'd.sock');
  expect(await lookForDocker({ DOCKER_HOST: `unix://${path}` })).toMatchObject({
    kind: 'unusable',
    because: {
      code: 'engine/unreachable',
      message: `no container engine answers at \`unix://${path}\` (\`DOCKER_HOST\`)`,
      detail: ['connect: ENOENT'],
    },
  });
});

test('docker: an address over tcp is believed', async () => {
  const finding = await lookForDocker({ HOME: '/nowhere', DOCKER_HOST: 'tcp://127.0.0.1:9' });
  expect(finding.kind).toBe('usable');
});

test('docker: of the known sockets the first that listens, past dead ones', async () => {
  const home = await fakeHome({ 'dead.sock': '' });
  await mkdir(join(home, 'live'));
  const [missing, dead, live] = ['missing.sock', 'dead.sock', 'live/d.sock'].map((name) =>
    absolutePathOf(join(home, name))!,
  );
  expect(await lookAmong([missing!], {})).toEqual({
    kind: 'not-applicable',
    because: `no socket at ${missing!}`,
  });
  expect(await lookAmong([missing!, dead!, live!], {})).toMatchObject({
    kind: 'unusable',
    because: { code: 'engine/unreachable', detail: ['connect: ECONNREFUSED'] },
  });
  await listenOn(live!);
  expect((await lookAmong([missing!, dead!, live!], {})).kind).toBe('usable');
});
