import { expect, test } from 'vitest';
import { bwrapArguments, guardOptions } from '../../../src/engines/embedded/bwrap-arguments.ts';
import { initOptions } from '../../../src/engines/init-options.ts';
import type { SandboxFiles } from '../../../src/engines/embedded/sandbox-files.ts';
import type { AbsolutePath, Digest } from '../../../src/kernel/brand.ts';
import type { LaunchPlan } from '../../../src/plan/launch-plan.ts';
import { rootOf } from './root-of.ts';
import { FACTS } from '../../plan/requests.ts';

const path = (text: string): AbsolutePath => text as AbsolutePath;

const FILES: SandboxFiles = {
  root: '/store/root',
  init: '/opt/tackle/init',
  link: '/run/user/1000/tackle/1-2-abc',
  passwd: '/cache/passwd-1',
  group: '/cache/group-1',
};

const WITHOUT_NETWORK: SandboxFiles = { ...FILES, hosts: '/cache/hosts-1' };

const PLAN: LaunchPlan = {
  format: 1,
  command: 'python3',
  toolbox: 'python@3.11',
  image: { kind: 'local', name: 'python', id: `sha256:${'1'.repeat(64)}` as Digest },
  platform: 'linux/amd64',
  argv: ['python3', '-V'],
  env: { HOME: '/home/ada', PWD: '/home/ada/thesis' },
  cwd: path('/home/ada/thesis'),
  user: FACTS.user,
  inherited: {},
  mounts: [
    { kind: 'private', target: path('/run'), mode: 0o755 },
    { kind: 'private', target: path('/tmp'), mode: 0o1777 },
    {
      kind: 'bind',
      source: path('/home/ada/thesis'),
      target: path('/home/ada/thesis'),
      access: 'read-write',
      purpose: 'project',
    },
    {
      kind: 'bind',
      source: path('/etc/localtime'),
      target: path('/etc/localtime'),
      access: 'read-only',
      purpose: 'time-zone',
    },
  ],
  stdio: { stdin: 'stream', stdout: 'stream', stderr: 'stream' },
  network: 'none',
  share: [],
  limits: { pids: 512 },
  security: { capabilities: [], noNewPrivileges: true, readOnlyRoot: true, seccomp: 'default' },
  isolation: 'fresh',
};

const LOOK = rootOf({
  '/': {
    dirs: ['dev', 'etc', 'home', 'proc', 'run', 'sys', 'tmp', 'usr'],
    links: { bin: 'usr/bin' },
  },
  '/dev': {},
  '/etc': { files: ['group', 'hosts', 'passwd', 'resolv.conf'], links: { mtab: '/proc/mounts' } },
  '/home': {},
  '/proc': {},
  '/run': {},
  '/sys': {},
  '/tmp': {},
  '/usr': {},
});

function argumentsFor(plan: Partial<LaunchPlan> = {}, files = WITHOUT_NETWORK): string {
  const kindOf = (source: string) => (source.startsWith('/etc/') ? 'file' : 'directory');
  const whole = { ...PLAN, ...plan };
  const words = [
    ...bwrapArguments(whole, files, { PATH: '/usr/bin' }, LOOK, kindOf),
    ...initOptions(whole, {}),
    ...guardOptions(whole),
  ];
  return words.join(' ').replaceAll(/ (?=--)/g, '\n');
}

test('a project of an ordinary user', () => {
  expect(argumentsFor()).toMatchInlineSnapshot(`
    "--unshare-user
    --uid 1000
    --gid 1000
    --cap-drop ALL
    --unshare-pid
    --unshare-ipc
    --unshare-uts
    --unshare-cgroup-try
    --unshare-net
    --clearenv
    --die-with-parent
    --as-pid-1
    --ro-bind /store/root /
    --perms 0755
    --tmpfs /etc
    --ro-bind /store/root/etc/group /etc/group
    --ro-bind /store/root/etc/hosts /etc/hosts
    --symlink /proc/mounts /etc/mtab
    --ro-bind /store/root/etc/passwd /etc/passwd
    --ro-bind /store/root/etc/resolv.conf /etc/resolv.conf
    --perms 0755
    --tmpfs /home
    --proc /proc
    --dev /dev
    --perms 1777
    --tmpfs /dev/shm
    --mqueue /dev/mqueue
    --tmpfs /sys
    --ro-bind-try /sys/devices/system /sys/devices/system
    --perms 0755
    --tmpfs /run
    --perms 1777
    --tmpfs /tmp
    --bind /home/ada/thesis /home/ada/thesis
    --ro-bind /etc/localtime /etc/localtime
    --ro-bind /run/user/1000/tackle/1-2-abc /run/.tackle/link
    --ro-bind /opt/tackle/init /run/.tackle/init
    --ro-bind /cache/passwd-1 /etc/passwd
    --ro-bind /cache/group-1 /etc/group
    --ro-bind /cache/hosts-1 /etc/hosts
    --remount-ro /dev
    --remount-ro /sys
    --remount-ro /etc
    --remount-ro /home
    --setenv PATH /usr/bin
    --chdir /home/ada/thesis
    -- /run/.tackle/init
    --link /run/.tackle/link/launcher
    --words /run/.tackle/link/words
    --umask 22
    --seccomp default
    --processes 512"
  `);
});

test('root keeps no user namespace, and the network of the host brings its sysfs', () => {
  const user = { ...PLAN.user, uid: 0, gid: 0 };
  const text = argumentsFor({ user, network: 'host' }, FILES);
  expect(text).not.toContain('--unshare-user');
  expect(text).not.toContain('--unshare-net');
  expect(text).not.toContain('--processes');
  expect(text).toContain('\n--ro-bind /sys /sys\n');
  expect(text).toContain('\n--ro-bind-try /etc/hosts /etc/hosts\n');
  expect(text).toContain('\n--ro-bind-try /etc/resolv.conf /etc/resolv.conf\n');
});

test('a project right below the root takes the root apart', () => {
  const project = PLAN.mounts.filter(({ target }) => !target.startsWith('/home'));
  const work = { ...PLAN.mounts[2]!, target: path('/work') };
  const text = argumentsFor({ cwd: path('/work'), mounts: [...project, work] });
  expect(text).not.toContain('--ro-bind /store/root /\n');
  expect(text).toContain('--ro-bind /store/root/usr /usr\n');
  expect(text).toContain('--symlink usr/bin /bin\n');
  expect(text).toContain('--remount-ro /\n');
});
