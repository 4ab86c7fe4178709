import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { constants, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EnginesListing } from '../../src/cli/engines-listing.ts';
import { Terminal } from '../rig/pty.ts';
import { runTackle, TACKLE, tackleEnv, type TackleOptions } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

const IS_ROOT = userInfo().uid === 0;
const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];

/** What `tackle engines` says in a directory of its own, as data and as text. */
async function engines(
  options: Omit<TackleOptions, 'cwd'> & { readonly config?: string } = {},
  before: readonly string[] = [],
) {
  using project = scratch('engines');
  const { config, ...rest } = options;
  if (config !== undefined) writeFileSync(join(project.path, 'tackle.yaml'), config);
  // On a busy machine it may take so long that it would be said what is waited for.
  const run = (...argv: readonly string[]) =>
    runTackle(['--quiet', ...before, 'engines', ...argv], { cwd: project.path, ...rest });
  const data = await run('--json');
  const text = await run();
  expect([data.status, data.stderr.toString()]).toEqual([0, '']);
  expect([text.status, text.stderr.toString()]).toEqual([0, '']);
  const listing = JSON.parse(data.stdout.toString()) as EnginesListing;
  const row = (name: string) => listing.engines.find(({ engine }) => engine === name);
  return { launch: listing.launch, row, text: text.stdout.toString() };
}

test('a Docker that is there is used, and says what it is', async () => {
  const { launch, row, text } = await engines();
  expect(launch).toEqual({ engine: 'docker' });
  expect(row('docker')).toMatchObject({
    state: 'used',
    version: expect.stringMatching(/^Docker Engine \d/) as string,
  });
  expect(row('embedded')).toMatchObject({
    state: 'usable',
    version: expect.stringMatching(/^bubblewrap \d/) as string,
  });
  expect(text).toContain('a launch here takes `docker`, the first usable one\n');
});

test('what is asked for is taken, and said by whom', async () => {
  const config = 'engine: embedded\n';
  const byConfig = await engines({ config });
  expect(byConfig.text).toContain('takes `embedded`, as `tackle.yaml:1` says\n');
  const byVariable = await engines({ config, env: { TACKLE_ENGINE: 'docker' } });
  expect(byVariable.text).toContain('takes `docker`, as `TACKLE_ENGINE` says\n');
  const byOption = await engines({ env: { TACKLE_ENGINE: 'docker' } }, ['--engine=embedded']);
  expect(byOption.text).toContain('takes `embedded`, as `--engine` says\n');
});

test('an address at which nobody answers is not passed over, and told with what to do', async () => {
  const { launch, row, text } = await engines({ env: { DOCKER_HOST: 'unix:///nowhere.sock' } });
  expect(launch).toMatchObject({ problem: { code: 'engine/unreachable' } });
  expect(row('docker')).toMatchObject({ state: 'unusable' });
  expect(row('embedded')).toMatchObject({ state: 'usable' });
  expect(text).toMatch(/^hint for docker: check that address; `unset DOCKER_HOST`/m);
});

test.runIf(IS_ROOT)(
  'a Docker that is denied is told with what to do, and another used',
  async () => {
    const { launch, row, text } = await engines({
      env: { DOCKER_HOST: undefined },
      through: AS_NOBODY,
    });
    expect(launch).toEqual({ engine: 'embedded' });
    expect(row('docker')).toMatchObject({ problem: { code: 'engine/permission-denied' } });
    expect(row('embedded')).toMatchObject({ state: 'used' });
    expect(text).toMatch(/^hint for docker: run `sudo usermod -aG docker \$USER`/m);
  },
);

test.runIf(IS_ROOT)('without Docker the row says where it was looked for', async () => {
  const without = 'mount -t tmpfs none /run && exec "$@"';
  const { launch, row, text } = await engines({
    env: { DOCKER_HOST: undefined },
    through: ['unshare', '--mount', 'sh', '-c', without, 'sh'],
  });
  expect(row('docker')).toMatchObject({ state: 'not there' });
  expect(row(launch.engine ?? '')).toMatchObject({ state: 'used' });
  expect(text).toMatch(/^docker +not there +no socket at \/var\/run\/docker\.sock/);
});

test('who waits for an engine is told what for, and need not', async () => {
  using project = scratch('silent');
  const address = join(project.path, 'socket');
  const server = createServer().listen(address);
  await once(server, 'listening');
  const env = { DOCKER_HOST: `unix://${address}` };
  const { status, stderr } = await runTackle(['engines'], { cwd: project.path, env });
  expect(status).toBe(0);
  expect(stderr.toString()).toMatch(/^tackle: ask engines\ntackle: ask engines · done in \d+ s\n/);
  await using terminal = new Terminal(TACKLE, ['engines'], {
    cwd: project.path,
    env: { ...tackleEnv(), ...env },
  });
  await terminal.expect('ask engines');
  terminal.send('\x03');
  expect(await terminal.ended).toEqual({ status: null, signal: constants.signals.SIGINT });
  server.close();
});
