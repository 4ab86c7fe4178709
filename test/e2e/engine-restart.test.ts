import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readApi } from '../rig/engine-api.ts';
import { OwnEngine } from '../rig/own-engine.ts';
import { rig } from '../rig/rig.ts';
import { runTackle, startTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { until } from '../rig/until.ts';
import { kitProject } from './kit-project.ts';

/* An engine of the test's own: nobody else's may be restarted. */

test('an engine that is stopped or killed ends this launch, and once it is back the next one works', async () => {
  using project = kitProject();
  using directory = scratch('engine');
  await using engine = new OwnEngine(directory.path);
  const env = {
    DOCKER_HOST: engine.host,
    XDG_RUNTIME_DIR: join(rig().scratch, 'runtime-of-restart'),
  };
  await engine.start();
  await engine.take(rig().kit.tag);
  expect((await runTackle(['-q', 'bash', '-c', ':'], { cwd: project.path, env })).status).toBe(0);
  for (const how of ['SIGTERM', 'SIGKILL'] as const) {
    const child = startTackle(['bash', '-c', 'echo up; read line'], { cwd: project.path, env });
    const ended = once(child, 'close');
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(child.stdout, 'data');
    await engine.stop(how);
    // One that stops asks its containers to end: the tool dies of that, and is seen to.
    const end = await ended;
    expect(end).toEqual(how === 'SIGTERM' ? [null, 'SIGTERM'] : [125, null]);
    expect(said).toMatch(how === 'SIGTERM' ? /^$/ : /\[engine\/lost\]/);
    await engine.start();
    const next = await runTackle(['bash', '-c', 'echo works'], { cwd: project.path, env });
    expect([next.status, next.stdout.toString(), next.stderr.toString()]).toEqual([
      0,
      'works\n',
      '',
    ]);
    const isEmpty = async () =>
      (await readApi<readonly unknown[]>(engine.address, '/containers/json?all=1')).length === 0;
    await until(isEmpty, { within: 20_000, what: 'that nothing is left' });
  }
});
