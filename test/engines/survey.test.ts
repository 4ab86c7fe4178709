import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EngineName } from '../../src/config/config.ts';
import { lookForDocker } from '../../src/engines/docker/look.ts';
import { lookForEmbedded } from '../../src/engines/embedded/look.ts';
import type { Finding, Strategy, UsableFinding } from '../../src/engines/finding.ts';
import { permissionDenied } from '../../src/engines/problems.ts';
import { surveyAmong } from '../../src/engines/survey.ts';
import { temporary } from '../host/temporary.ts';

const PATIENCE = 60_000;
const never = <T>() => new Promise<T>(() => undefined);
const version = (text: string): UsableFinding['version'] => {
  return () => Promise.resolve({ ok: true, value: text });
};

function usable(at: string, says = version(`${at} 1.2`)): Finding {
  const open = () => Promise.reject(new Error('nobody launches here'));
  return { kind: 'usable', at, open, version: says };
}

function strategy(engine: EngineName, finding: Finding): Strategy {
  return { engine, look: () => Promise.resolve(finding) };
}

test('every engine is looked at, also those after the one that a launch takes', async () => {
  const table = [
    strategy('docker', { kind: 'unusable', because: permissionDenied('/b') }),
    strategy('podman', usable('/p')),
    strategy('embedded', usable('/e')),
  ];
  expect(await surveyAmong(table, {}, {}, PATIENCE)).toEqual({
    engines: [
      { engine: 'docker', state: 'unusable', problem: permissionDenied('/b') },
      { engine: 'podman', state: 'usable', at: '/p', version: '/p 1.2' },
      { engine: 'embedded', state: 'usable', at: '/e', version: '/e 1.2' },
    ],
    launch: { ok: true, value: 'podman' },
  });
});

test('one that is silent is told to stop and counts as unusable, though a launch would take it', async () => {
  let stopped = false;
  const silent: UsableFinding['version'] = (signal) => {
    signal.addEventListener('abort', () => (stopped = true));
    return never();
  };
  const table = [strategy('docker', usable('/d', silent)), strategy('embedded', usable('/e'))];
  const { engines, launch } = await surveyAmong(table, {}, {}, 1);
  expect(engines[0]).toMatchObject({
    state: 'unusable',
    at: '/d',
    problem: { code: 'engine/unreachable' },
  });
  expect([stopped, launch]).toEqual([true, { ok: true, value: 'docker' }]);
});

test('one that cannot even be looked for in time holds up no other', async () => {
  const table = [
    { engine: 'docker', look: never<Finding> } as const,
    strategy('embedded', usable('/e', version('bubblewrap 0.8.0'))),
  ];
  const { engines, launch } = await surveyAmong(table, {}, {}, 50);
  expect(engines.map(({ state }) => state)).toEqual(['unusable', 'usable']);
  expect(launch).toEqual({ ok: true, value: 'embedded' });
});

/** A daemon that knows nothing but its version. */
async function daemon(answer: object): Promise<string> {
  const directory = temporary();
  const path = join(directory.path, 'docker.sock');
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    server.close();
    directory[Symbol.dispose]();
  });
  return path;
}

test.each([
  [{ Version: '20.10.24', Components: [{ Name: 'Engine' }] }, 'Docker Engine 20.10.24'],
  [{ Version: '4.3.1', Components: [{ Name: 'Podman Engine' }] }, 'Podman Engine 4.3.1'],
  [{ Version: '1.13.1' }, 'Docker Engine 1.13.1'],
])('who answers at a Docker socket says who it is: %j', async (answer, text) => {
  const path = await daemon(answer);
  const table = [{ engine: 'docker', look: lookForDocker } as const];
  const { engines } = await surveyAmong(table, {}, { DOCKER_HOST: `unix://${path}` }, PATIENCE);
  expect(engines).toEqual([
    { engine: 'docker', state: 'usable', at: `unix://${path}`, version: text },
  ]);
});

test.runIf(process.platform === 'linux')(
  'a bubblewrap that makes no sandbox is unusable',
  async () => {
    using directory = temporary();
    const bwrap = join(directory.path, 'bwrap');
    writeFileSync(
      bwrap,
      '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n',
    );
    chmodSync(bwrap, 0o755);
    const table = [{ engine: 'embedded', look: lookForEmbedded } as const];
    const { engines } = await surveyAmong(table, {}, { PATH: directory.path }, PATIENCE);
    expect(engines).toMatchObject([
      {
        state: 'unusable',
        at: bwrap,
        problem: { detail: ['bwrap: No permissions to create new namespace'] },
      },
    ]);
  },
);
