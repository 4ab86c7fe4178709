import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readApi } from '../rig/engine-api.ts';
import { rig } from '../rig/rig.ts';
import { runTackle, startTackle, tackleEnv } from '../rig/run-tackle.ts';
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
