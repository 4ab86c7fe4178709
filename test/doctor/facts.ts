import type { Facts } from '../../src/doctor/facts.ts';

/** A machine and a project with which nothing is wrong. */
export const WELL: Facts = {
  isRoot: false,
  engines: [
    {
      engine: 'docker',
      state: 'usable',
      version: 'Docker Engine 27.3.1',
      at: 'unix:///run/docker.sock',
    },
    { engine: 'podman', state: 'not there' },
    { engine: 'embedded', state: 'usable', version: 'bubblewrap 0.8.0', at: '/usr/bin/bwrap' },
  ],
  launch: { engine: 'docker' },
  cgroups: { hierarchy: 'unified', delegated: ['cpu', 'memory', 'pids'] },
  selinux: 'off',
  disks: [{ path: '/home/ada/.cache/tackle', freeBytes: 48.2e9, freeFiles: 3_000_000 }],
  directories: [{ path: '/home/ada/.cache/tackle', state: 'usable' }],
  missingPrograms: [],
  shims: {
    directory: '/home/ada/.local/share/tackle/shims',
    commands: [{ command: 'python3', found: 'shim', next: '/usr/bin/python3' }],
    broken: [],
  },
  project: {
    config: '/home/ada/thesis/tackle.yaml',
    problems: [],
    lock: { state: 'read', notLocked: [] },
  },
  registries: [{ registry: 'docker.io', url: 'https://registry-1.docker.io/v2/' }],
  skew: 1,
};
