import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DockerRelay } from '../rig/docker-relay.ts';
import { askApi, mustAskApi, readApi } from '../rig/engine-api.ts';
import { rig } from '../rig/rig.ts';
import { runTackle, startTackle, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { until } from '../rig/until.ts';
import { kitProject } from './kit-project.ts';

/** Where the launches of these tests keep their sockets. */
const env = { XDG_RUNTIME_DIR: join(rig().scratch, 'runtime-of-lives') };

async function containersOf(project: string): Promise<readonly { readonly Id: string }[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: ['dev.tackle.launch'] }));
  const all = await readApi<readonly { Id: string; Mounts: readonly { Source: string }[] }[]>(
    rig().engine,
    `/containers/json?all=1&filters=${filters}`,
  );
  return all.filter(({ Mounts }) => Mounts.some(({ Source }) => Source === project));
}

async function nothingIsLeft(project: string): Promise<void> {
  const gone = async (): Promise<boolean> => (await containersOf(project)).length === 0;
  await until(gone, { within: 10_000, what: 'that the container is gone' });
}

test('kill -9 of the launcher ends the tool and leaves no container', async () => {
  using project = kitProject();
  const child = startTackle(['bash', '-c', 'echo up; sleep 600'], { cwd: project.path, env });
  await once(child.stdout, 'data');
  expect(await containersOf(project.path)).toHaveLength(1);
  child.kill('SIGKILL');
  await once(child, 'close');
  await nothingIsLeft(project.path);
  const next = await runTackle(['bash', '-c', 'echo works'], { cwd: project.path, env });
  expect(next.stdout.toString()).toBe('works\n');
  expect(readdirSync(join(env.XDG_RUNTIME_DIR, 'tackle'))).toEqual([]);
});

test('twenty launches at once do not mix', { timeout: 180_000 }, async () => {
  using project = kitProject();
  const texts = Array.from({ length: 20 }, (_, index) => `launch ${index}`);
  const ends = await Promise.all(
    texts.map((input) => runTackle(['cat'], { cwd: project.path, env, input })),
  );
  expect(ends.map(({ stdout, stderr }) => [stdout.toString(), stderr.toString()])).toEqual(
    texts.map((text) => [text, '']),
  );
  await nothingIsLeft(project.path);
});

test('what a tool leaves running ends with it', async () => {
  using project = kitProject();
  const script = 'sleep 600 & (setsid sleep 600 &) ; echo done';
  const end = await runTackle(['bash', '-c', script], {
    cwd: project.path,
    env: { ...tackleEnv(), ...env },
  });
  expect(end.stdout.toString()).toBe('done\n');
  await nothingIsLeft(project.path);
});

/** Of no process: pids end at 2^22 on Linux. */
const NOBODY = 2 ** 22 + 1;

test('a container that the engine makes after its launcher was killed is removed by a later launch', async () => {
  using project = kitProject();
  using runtime = scratch('runtime');
  chmodSync(runtime.path, 0o700);
  const launchDir = join(runtime.path, 'tackle', `${NOBODY}-1-c0ffee`);
  mkdirSync(launchDir, { recursive: true, mode: 0o700 });
  writeFileSync(join(launchDir, 'being-made'), '');
  const launch = () =>
    runTackle(['bash', '-c', ':'], { cwd: project.path, env: { XDG_RUNTIME_DIR: runtime.path } });
  await launch();
  expect(readdirSync(join(runtime.path, 'tackle'))).toHaveLength(1);
  await mustAskApi(rig().engine, 'POST', '/containers/create?name=tackle-c0ffee', {
    body: JSON.stringify({ Image: rig().kit.reference }),
    headers: { 'content-type': 'application/json' },
  });
  await launch();
  expect((await askApi(rig().engine, 'GET', '/containers/tackle-c0ffee/json')).status).toBe(404);
  expect(readdirSync(join(runtime.path, 'tackle'))).toEqual([]);
});

test('a launcher that is killed while it looks at the image leaves nothing, once another has run', async () => {
  using project = kitProject();
  using cache = scratch('cache');
  using runtime = scratch('runtime');
  using directory = scratch('relay');
  await using relay = await DockerRelay.open(directory.path, /GET \/containers\/\w+\/archive/);
  const places = { XDG_CACHE_HOME: cache.path, XDG_RUNTIME_DIR: runtime.path };
  const child = startTackle(['bash'], {
    cwd: project.path,
    env: { ...places, DOCKER_HOST: `unix://${relay.path}` },
  });
  await relay.swallowed;
  child.kill('SIGKILL');
  await once(child, 'close');
  const [left] = readdirSync(join(runtime.path, 'tackle'));
  const name = `tackle-${left?.split('-')[2]}`;
  const look = () => askApi(rig().engine, 'GET', `/containers/${name}/json`);
  expect((await look()).status).toBe(200);
  await runTackle(['bash', '-c', ':'], { cwd: project.path, env: places });
  expect((await look()).status).toBe(404);
});
