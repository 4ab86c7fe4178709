import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/doctor/facts.ts';
import { judge } from '../../src/doctor/judge.ts';
import type { Line } from '../../src/doctor/line.ts';
import { noneFound, permissionDenied } from '../../src/engines/problems.ts';
import { WELL } from './facts.ts';

/** Lines that are not `ok`. */
function bad(change: Partial<Facts>): readonly Line[] {
  return judge({ ...WELL, ...change }).filter(({ state }) => state !== 'ok');
}

function without(name: 'project' | 'skew'): Facts {
  return Object.fromEntries(
    Object.entries(WELL).filter(([own]) => own !== name),
  ) as unknown as Facts;
}

const DENIED = permissionDenied('/run/docker.sock');
const EMBEDDED = { launch: { engine: 'embedded' } } as const;
const FORBIDDING = {
  setting: '`user.max_user_namespaces` is 0',
  command: 'sudo sysctl -w user.max_user_namespaces=15000',
};
const { shims, project } = WELL;
const disk = { path: '/cache', freeBytes: 9e9 };

test('where nothing is wrong everything is ok', () => {
  expect(bad({})).toEqual([]);
  expect(judge(WELL).map(({ subject }) => subject)).toEqual([
    ...['shims', 'docker', 'embedded', 'namespaces', 'cgroups', 'SELinux', 'disk'],
    ...['registry', 'clock', 'config', 'lock', 'trust'],
  ]);
});

/** Each: what is planted; how bad it is, of what; and what has to stand in the command that mends it. */
const FAULTS: readonly (readonly [string, Partial<Facts>, Line['state'], string, string])[] = [
  [
    'an engine that may not be opened, and another in its place',
    {
      engines: [{ engine: 'docker', state: 'unusable', problem: DENIED }],
      ...EMBEDDED,
    },
    ...(['warning', 'docker', 'sudo usermod -aG docker'] as const),
  ],
  [
    'an engine that may not be opened, and no other',
    {
      engines: [{ engine: 'docker', state: 'unusable', problem: DENIED }],
      launch: { problem: DENIED },
    },
    ...(['fault', 'docker', 'sudo usermod -aG docker'] as const),
  ],
  [
    'no engine at all',
    { engines: [{ engine: 'docker', state: 'not there' }], launch: { problem: noneFound([]) } },
    ...(['fault', 'engine', 'sudo apt-get install bubblewrap'] as const),
  ],
  [
    'an engine that launches take, and that does not answer',
    {
      engines: [
        { engine: 'docker', state: 'unusable', problem: { message: 'silent', hint: 'restart it' } },
      ],
    },
    ...(['fault', 'docker', 'restart it'] as const),
  ],
  [
    'an engine that is too old',
    { engines: [{ engine: 'embedded', state: 'usable', version: 'bubblewrap 0.4.1', at: '/b' }] },
    ...(['warning', 'embedded', 'apt-get install bubblewrap'] as const),
  ],
  [
    'user namespaces that only root may make, and an engine that needs them',
    { userNamespaces: FORBIDDING, ...EMBEDDED },
    ...(['fault', 'namespaces', 'sudo sysctl -w user.max_user_namespaces=15000'] as const),
  ],
  [
    'no cgroups',
    { cgroups: { hierarchy: 'none', delegated: [] } },
    ...(['warning', 'cgroups', 'mount -t cgroup2'] as const),
  ],
  [
    'no cgroup for a Podman without root',
    { cgroups: { hierarchy: 'unified', delegated: ['pids'] }, launch: { engine: 'podman' } },
    ...(['warning', 'cgroups', 'systemctl edit user@.service'] as const),
  ],
  [
    'SELinux that enforces',
    { selinux: 'enforcing' },
    ...(['warning', 'SELinux', 'ausearch'] as const),
  ],
  [
    'a disk with little room',
    { disks: [{ ...disk, freeBytes: 1e9 }] },
    ...(['warning', 'disk', 'tackle prune --all'] as const),
  ],
  [
    'a disk that is full',
    { disks: [{ ...disk, freeBytes: 4096 }] },
    ...(['fault', 'disk', 'tackle prune --all'] as const),
  ],
  [
    'a disk with room, and for no more files',
    { disks: [{ ...disk, freeFiles: 3 }] },
    ...(['fault', 'disk', 'tackle prune --all'] as const),
  ],
  [
    'a cache that cannot be written to',
    { directories: [{ path: '/cache', state: 'not writable' }] },
    ...(['fault', 'directory', 'chown -R "$USER" /cache'] as const),
  ],
  [
    'a directory of sockets that is somebody else’s',
    { directories: [{ path: '/tmp/tackle-1000', state: 'not yours' }] },
    ...(['fault', 'directory', 'sudo rm -r /tmp/tackle-1000'] as const),
  ],
  [
    'a directory of sockets that is open to others',
    { directories: [{ path: '/tmp/tackle-1000', state: 'not private' }] },
    ...(['fault', 'directory', 'chmod 700 /tmp/tackle-1000'] as const),
  ],
  [
    'a cache that cannot be made',
    { directories: [{ path: '/cache/tackle', state: 'cannot be made' }] },
    ...(['fault', 'directory', 'sudo install -d -o "$USER" /cache/tackle'] as const),
  ],
  [
    'a file in the place of a cache',
    { directories: [{ path: '/cache', state: 'no directory' }] },
    ...(['fault', 'directory', 'rm /cache'] as const),
  ],
  [
    'an installation without init',
    { missingPrograms: [{ program: 'init', path: '/opt/init' }] },
    ...(['fault', 'tackle', 'npm run build'] as const),
  ],
  [
    'an installation without launch',
    { missingPrograms: [{ program: 'launch', path: '/opt/launch' }] },
    ...(['warning', 'tackle', 'npm run build'] as const),
  ],
  [
    'shims that are not on PATH',
    { shims: { ...shims, commands: [{ command: 'python3', found: 'none' }] } },
    ...(['warning', 'shims', 'PATH=/home/ada/.local/share/tackle/shims:$PATH'] as const),
  ],
  [
    'shims behind other programs',
    { shims: { ...shims, commands: [{ command: 'pip', found: 'other', next: '/usr/bin/pip' }] } },
    ...(['warning', 'shims', 'PATH=/home/ada/.local/share/tackle/shims:$PATH'] as const),
  ],
  [
    'shims of an installation that is gone',
    { shims: { ...shims, broken: ['/shims/.tackle/node'] } },
    ...(['fault', 'shims', 'tackle shims install'] as const),
  ],
  [
    'a registry that does not answer',
    { registries: [{ registry: 'r.test', url: 'https://r.test/v2/', silent: 'ECONNREFUSED' }] },
    ...(['warning', 'registry', 'curl -I https://r.test/v2/'] as const),
  ],
  ['a clock that is slow', { skew: -600 }, 'warning', 'clock', 'timedatectl set-ntp true'],
  ['a clock of another year', { skew: 4e7 }, 'fault', 'clock', 'timedatectl set-ntp true'],
  [
    'a config with a fault',
    { project: { config: '', problems: [{ message: 'no key `x`', hint: 'mean `y`?' }] } },
    ...(['fault', 'config', 'mean `y`?'] as const),
  ],
  [
    'no lock',
    { project: { ...project!, lock: { state: 'none' } } },
    ...(['warning', 'lock', 'tackle lock'] as const),
  ],
  [
    'a lock that is out of step',
    { project: { ...project!, lock: { state: 'read', notLocked: [{ toolbox: 'go', why: '-' }] } } },
    ...(['warning', 'lock', 'tackle lock'] as const),
  ],
  [
    'a lock that cannot be read',
    {
      project: {
        ...project!,
        lock: { state: 'unusable', problem: { message: 'conflict', hint: 'tackle lock' } },
      },
    },
    ...(['fault', 'lock', 'tackle lock'] as const),
  ],
  [
    'a project that is not trusted',
    { project: { ...project!, trust: { message: 'not trusted', hint: 'run `tackle trust`' } } },
    ...(['fault', 'trust', 'tackle trust'] as const),
  ],
];

describe('what is planted is found, and nothing else', () => {
  test.each(FAULTS)('%s', (_, change, state, subject, command) => {
    expect(bad(change)).toEqual([
      { subject, state, says: expect.any(String) as string, mend: expect.any(String) as string },
    ]);
    expect(bad(change)[0]?.mend).toContain(command);
  });
});

test('user namespaces that root alone may make are no fault of root’s, and a warning beside Docker', () => {
  expect(bad({ userNamespaces: FORBIDDING, isRoot: true })).toEqual([]);
  expect(bad({ userNamespaces: FORBIDDING })).toMatchObject([{ state: 'warning' }]);
});

test('without a project there is nothing to say of a lock, or of trust', () => {
  const subjects = judge(without('project')).map(({ subject }) => subject);
  expect(subjects).not.toContain('lock');
  expect(subjects).not.toContain('trust');
});

test('nothing is said of a clock that nobody could be asked about', () => {
  expect(judge(without('skew')).map(({ subject }) => subject)).not.toContain('clock');
});
