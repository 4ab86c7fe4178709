import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  endStartedServices,
  startedServices,
  startPodman,
  type NoPodman,
  type Podman,
} from '../rig/podman.ts';
import { rig } from '../rig/rig.ts';
import { runTackle, type TackleOutcome } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';

const user = ordinaryUser();
let podman: Podman | NoPodman;
beforeAll(async () => {
  podman = await startPodman(user);
});
afterAll(async () => {
  if ('env' in podman) await podman[Symbol.asyncDispose]();
});

/** What a launch of the ordinary user says where no service listens. */
async function launch({ env }: Podman, script: string, umask = '022'): Promise<string> {
  using project = scratch('on-demand');
  const kit = `image: '${rig().kit.reference}', network: none, commands: [sh]`;
  writeFileSync(join(project.path, 'tackle.yaml'), `toolboxes: {kit: {${kit}}}\n`);
  const outcome = await runTackle(['--engine', 'podman', '-q', 'sh', '-c', script], {
    cwd: project.path,
    through: [...asUser(user), 'sh', '-c', `umask ${umask}; exec "$@"`, 'sh'],
    env: { ...env, XDG_CACHE_HOME: join(user.home, '.cache') },
  });
  return wordsOf(outcome);
}

function wordsOf({ status, stdout, stderr }: TackleOutcome): string {
  return `${String(status)} ${stdout.toString()}${stderr.toString()}`;
}

test('a service is started when it is needed, shared, and tied to no launch', async ({ skip }) => {
  if ('because' in podman) return skip(podman.because);
  const started = podman;
  const runtime = join(podman.env['XDG_RUNTIME_DIR']!, 'tackle');
  const services = () => startedServices(started);
  const end = () => endStartedServices(started);
  try {
    // A launch's umask is none of the service's, and may take its owner's own rights.
    const both = await Promise.all([launch(podman, 'echo one', '777'), launch(podman, 'echo two')]);
    expect(both).toEqual(['0 one\n', '0 two\n']);
    const [socket] = readdirSync(runtime);
    expect(readdirSync(runtime)).toEqual([expect.stringMatching(/^podman-[0-9a-f]{8}\.sock$/)]);
    const first = services();
    // One that the launch has started, and the same in the namespace of the user.
    expect(first.length).toBeLessThanOrEqual(2);
    for (const id of first) {
      const argv = ['-o', 'sid=,tty=', '-p', String(id)];
      const [session, terminal] = execFileSync('ps', argv).toString().trim().split(/\s+/);
      expect([first.map(String).includes(session!), terminal]).toEqual([true, '?']);
      expect(readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0')).toContain('--time=30');
    }
    expect(await launch(podman, 'echo three')).toBe('0 three\n');
    expect(services()).toEqual(first);

    // One that ends takes its socket with it; one that is killed may leave it.
    await end();
    expect(readdirSync(runtime)).toEqual([]);
    const bind = 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])';
    execFileSync('python3', ['-c', bind, join(runtime, socket!)]);
    expect(await launch(podman, 'echo four')).toBe('0 four\n');
    expect(services()).not.toEqual([]);
  } finally {
    await end();
  }
});
