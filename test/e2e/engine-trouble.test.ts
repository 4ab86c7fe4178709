import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DockerRelay } from '../rig/docker-relay.ts';
import { Terminal } from '../rig/pty.ts';
import { rig } from '../rig/rig.ts';
import { runTackle, startTackle, TACKLE, tackleEnv } from '../rig/run-tackle.ts';
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

test('a container that ends before its tool starts is told as that, and not waited for', async () => {
  using project = scratch('no-room');
  const settings = `image: '${rig().kit.tag}', network: none, commands: [bash], limits: {pids: 1}`;
  writeFileSync(join(project.path, 'tackle.yaml'), `toolboxes:\n  kit: {${settings}}\n`);
  const { status, stderr } = await runTackle(['bash'], { cwd: project.path });
  expect(status).toBe(125);
  expect(stderr.toString()).toMatch(/init: fork: [^]*\[engine\/lost\]/);
});

test('a runtime directory that cannot be used is told as that, before anything is made', async () => {
  using project = kitProject();
  using runtime = scratch('runtime');
  writeFileSync(join(runtime.path, 'tackle'), 'a file');
  const env = { XDG_RUNTIME_DIR: runtime.path };
  const { status, stderr } = await runTackle(['bash'], { cwd: project.path, env });
  expect(status).toBe(125);
  expect(stderr.toString()).toContain('[host/launch-directory-unusable]');
});

test('Ctrl-C twice ends a launch that the engine never answers, and restores the terminal', async () => {
  using project = kitProject();
  using directory = scratch('relay');
  await using relay = await DockerRelay.open(directory.path, /POST \/containers\/create/);
  const env = { ...tackleEnv(), XDG_RUNTIME_DIR, DOCKER_HOST: `unix://${relay.path}` };
  // The script hears of Ctrl-C, too.
  const script = `stty -a >before; trap : INT; '${TACKLE}' bash; echo "status $?"; stty -a | cmp - before && echo same`;
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
