import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ContainerLaunchOptions } from '../../src/engines/docker/container-options.ts';
import { containerOptions, warmOptions } from '../../src/engines/docker/container-options.ts';
import { DOCKER, PODMAN, ROOTLESS_PODMAN } from '../../src/engines/docker/dialect.ts';
import type { ImageId, TerminalModes } from '../../src/engines/engine.ts';
import type { LaunchFiles } from '../../src/engines/launch-files.ts';
import type { AbsolutePath, Digest } from '../../src/kernel/brand.ts';
import type { LaunchPlan, StreamKind } from '../../src/plan/launch-plan.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { directory, FACTS, requestWithoutProject } from '../plan/requests.ts';

const GOLDEN = join(import.meta.dirname, '../golden/containers');

const IMAGE = `sha256:${'1'.repeat(64)}` as ImageId;
const FILES: LaunchFiles = {
  init: '/opt/tackle/dist/native/init-linux-amd64',
  link: '/run/user/1000/tackle/4711-99-abc',
  passwd: '/run/user/1000/tackle/4711-99-abc/passwd',
  group: '/run/user/1000/tackle/4711-99-abc/group',
};

/** Of a launch without a network. */
const HOSTS = '/home/ada/.cache/tackle/etc/hosts-1';

const path = (text: string): AbsolutePath => text as AbsolutePath;

function stdio(
  stdin: StreamKind,
  stdout: StreamKind,
  stderr: LaunchPlan['stdio']['stderr'],
): LaunchPlan['stdio'] {
  return { stdin, stdout, stderr };
}

/** Python in a project, with nothing out of the ordinary. */
const PLAIN: LaunchPlan = {
  format: 1,
  command: 'python3.8',
  toolbox: 'python@3.8',
  image: { kind: 'local', name: 'python', id: IMAGE as string as Digest },
  platform: 'linux/amd64',
  argv: ['python3.8', 'run.py', ''],
  env: { HOME: '/home/ada', LANG: 'C.UTF-8', ODD: 'a=b\nc' },
  cwd: path('/home/ada/thesis/data'),
  user: { ...FACTS.user, groups: [27, 44] },
  inherited: {},
  mounts: [
    {
      kind: 'bind',
      source: path('/home/ada/.local/share/tackle/homes/python'),
      target: path('/home/ada'),
      access: 'read-write',
      purpose: 'home',
    },
    {
      kind: 'bind',
      source: path('/home/ada/thesis'),
      target: path('/home/ada/thesis'),
      access: 'read-write',
      purpose: 'project',
    },
    { kind: 'private', target: path('/tmp'), mode: 0o1777 },
  ],
  stdio: stdio('stream', 'stream', 'stream'),
  network: 'host',
  share: [],
  limits: { pids: 4096 },
  security: { capabilities: [], noNewPrivileges: true, readOnlyRoot: true, seccomp: 'default' },
  isolation: 'fresh',
};

const CASES: Readonly<Record<string, readonly [LaunchPlan, Partial<ContainerLaunchOptions>]>> = {
  streams: [PLAIN, {}],
  'both-outputs-in-one': [{ ...PLAIN, stdio: stdio('stream', 'stream', 'same-as-stdout') }, {}],
  'terminal-in-front': [
    { ...PLAIN, stdio: stdio('terminal', 'terminal', 'terminal') },
    { size: { rows: 50, columns: 132 }, ground: 'fore', modes: '500:5:bf:8a3b:3' as TerminalModes },
  ],
  'terminal-for-errors-alone': [
    { ...PLAIN, stdio: stdio('stream', 'stream', 'terminal') },
    { size: { rows: 24, columns: 80 }, ground: 'back' },
  ],
  'terminal-without-a-size': [
    { ...PLAIN, stdio: stdio('terminal', 'stream', 'stream') },
    { ground: 'back' },
  ],
  'rootless-podman': [
    { ...PLAIN, stdio: stdio('stream', 'stream', 'terminal') },
    { streams: ['stdin', 'stdout'], dialect: ROOTLESS_PODMAN },
  ],
  'podman-and-awkward-paths': [
    {
      ...PLAIN,
      mounts: ['/srv/a, "b"', '/srv/a:b', '/srv/a\nb', '/srv/a b'].map((text) => ({
        kind: 'bind',
        source: path(text),
        target: path(text),
        access: text.endsWith('"') ? 'read-write' : 'read-only',
        purpose: 'project',
      })),
    },
    { dialect: PODMAN },
  ],
  'limits-and-no-network': [
    { ...PLAIN, network: 'none', limits: { pids: 64, memory: 512 * 1024 * 1024, cpus: 0.7 } },
    {},
  ],
  'limits-niceness-and-processors-of-the-caller': [
    {
      ...PLAIN,
      inherited: {
        nice: 5,
        cpus: '0,2-5',
        rlimits: {
          stack: { soft: 8_388_608, hard: 'unlimited' },
          nofile: { soft: 1024, hard: 524_288 },
          nproc: { soft: 100, hard: 100 },
          as: { soft: 2 ** 32, hard: 2 ** 32 },
        },
      },
    },
    { ulimits: [{ Name: 'nofile', Soft: 524_288, Hard: 524_288 }] },
  ],
  'awkward-paths-and-a-private-umask': [
    {
      ...PLAIN,
      cwd: path('/srv/a:b, "c"'),
      user: { ...PLAIN.user, uid: 0, gid: 0, groups: [], umask: 0o077 },
      mounts: [
        {
          kind: 'bind',
          source: path('/srv/a:b, "c"'),
          target: path('/srv/a:b, "c"'),
          access: 'read-only',
          purpose: 'project',
        },
        {
          kind: 'bind',
          source: path('/usr/share/zoneinfo/Europe/Berlin'),
          target: path('/etc/localtime'),
          access: 'read-only',
          purpose: 'time-zone',
        },
      ],
    },
    {},
  ],
};

test.each(Object.entries(CASES))('POST /containers/create: %s', async (name, [plan, options]) => {
  const files = plan.network === 'none' ? { ...FILES, hosts: HOSTS } : FILES;
  const request = containerOptions(plan, IMAGE, 'abc', files, {
    ulimits: [],
    dialect: DOCKER,
    ...options,
  });
  const text = `${JSON.stringify(request, undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(join(GOLDEN, `${name}.json`));
});

test.each([
  ['elsewhere', '/home/ada/notes', ['/tmp', '/var/tmp', '/dev/shm']],
  ['in /tmp', '/tmp/notes', ['/tmp', '/var/tmp', '/dev/shm']],
  ['/tmp itself, which is the caller’s then', '/tmp', ['/var/tmp', '/dev/shm']],
])('an agent empties what is its own: %s', (_, cwd, emptied) => {
  const plan = planLaunch(requestWithoutProject({ facts: { cwd: directory(cwd) } }));
  if (!plan.ok) throw new Error(plan.error.message);
  const where = { id: 'abc', directory: '/run/user/1000/tackle/warm/abc', idleSeconds: 900 };
  const options = { ...where, ulimits: [], dialect: DOCKER };
  const { Cmd = [] } = warmOptions(plan.value, IMAGE, FILES, options);
  expect(Cmd.filter((_word, at) => Cmd[at - 1] === '--tidy')).toEqual(emptied);
});
