import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DockerRelay } from '../rig/docker-relay.ts';
import { Terminal } from '../rig/pty.ts';
import { rig } from '../rig/rig.ts';
import { startTackle, TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { kitProject } from './kit-project.ts';

/* An engine that stops answering in the middle of a launch. */

/** A launch that was given up leaves its directory to the next one to sweep: here, to the end of the run. */
const XDG_RUNTIME_DIR = join(rig().scratch, 'runtime-of-trouble');

const SIGINT = 2;

test('an engine that goes away while the tool runs is told as that, with status 125', async () => {
  using project = kitProject();
  using directory = scratch('relay');
  await using relay = await DockerRelay.open(directory.path);
  const child = startTackle(['bash', '-c', 'echo up; sleep 60'], {
    cwd: project.path,
    env: { XDG_RUNTIME_DIR, DOCKER_HOST: `unix://${relay.path}` },
  });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  await once(child.stdout, 'data');
  relay.cut();
  expect(await once(child, 'close')).toEqual([125, null]);
  expect(Buffer.concat(said).toString()).toContain('[engine/lost]');
});

test('Ctrl-C twice ends a launch that the engine never answers, and restores the terminal', async () => {
  using project = kitProject();
  using directory = scratch('relay');
  await using relay = await DockerRelay.open(directory.path, /POST \/containers\/create/);
  const env = { ...tackleEnv(), XDG_RUNTIME_DIR, DOCKER_HOST: `unix://${relay.path}` };
  const script = `trap : INT; stty -a >before; '${TACKLE}' bash; echo "status $?"; stty -a | cmp - before && echo same`;
  const options = { cwd: project.path, env };
  await using terminal = new Terminal('bash', ['--norc', '-c', script], options);
  await relay.swallowed;
  terminal.send('\x03\x03');
  await terminal.expect(`status ${128 + SIGINT}`);
  await terminal.expect('same');
});

test('two signals end it where there is no terminal', async () => {
  using project = kitProject();
  using directory = scratch('relay');
  await using relay = await DockerRelay.open(directory.path, /POST \/containers\/create/);
  const child = startTackle(['bash'], {
    cwd: project.path,
    env: { XDG_RUNTIME_DIR, DOCKER_HOST: `unix://${relay.path}` },
  });
  await relay.swallowed;
  child.kill('SIGHUP');
  child.kill('SIGTERM');
  // The kernel says nothing of the order of two signals that wait at once.
  expect(await once(child, 'close')).toEqual([null, expect.stringMatching(/^SIG(HUP|TERM)$/)]);
});
