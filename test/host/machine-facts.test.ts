import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cgroupsHere } from '../../src/host/cgroups.ts';
import { stateOf, stateOfRuntime } from '../../src/host/directory-state.ts';
import { roomFor } from '../../src/host/disk-room.ts';
import { selinuxHere } from '../../src/host/selinux.ts';
import { temporary } from './temporary.ts';

/* What `tackle doctor` goes by, planted in directories of the tests' own. */

const UID = process.getuid?.() ?? 0;

test('cgroups of version 2, and what is delegated to a user', () => {
  using here = temporary();
  const service = join(here.path, 'user.slice/user-7.slice/user@7.service');
  mkdirSync(service, { recursive: true });
  writeFileSync(join(here.path, 'cgroup.controllers'), 'cpu memory pids\n');
  writeFileSync(join(service, 'cgroup.controllers'), 'pids\n');
  const hierarchy = 'unified';
  expect(cgroupsHere(0, here.path)).toEqual({ hierarchy, delegated: ['cpu', 'memory', 'pids'] });
  expect(cgroupsHere(7, here.path)).toEqual({ hierarchy, delegated: ['pids'] });
  expect(cgroupsHere(8, here.path)).toEqual({ hierarchy, delegated: [] });
});

test('cgroups of version 1, or none', () => {
  using here = temporary();
  expect(cgroupsHere(0, here.path)).toEqual({ hierarchy: 'none', delegated: [] });
  mkdirSync(join(here.path, 'memory'));
  expect(cgroupsHere(0, here.path)).toEqual({ hierarchy: 'legacy', delegated: [] });
});

test('SELinux enforces, is permissive, or is not there', () => {
  using here = temporary();
  expect(selinuxHere(here.path)).toBe('off');
  writeFileSync(join(here.path, 'enforce'), '0');
  expect(selinuxHere(here.path)).toBe('permissive');
  writeFileSync(join(here.path, 'enforce'), '1');
  expect(selinuxHere(here.path)).toBe('enforcing');
});

test('room is told of each file system once, also for directories that are not made yet', () => {
  using here = temporary();
  const wanted = join(here.path, 'a/b');
  const [disk, ...more] = roomFor([wanted, here.path]);
  expect(more).toEqual([]);
  expect(disk?.path).toBe(wanted);
  expect(disk?.freeBytes).toBeGreaterThan(0);
});

test('what cannot be looked at has the room of what is above it', () => {
  using here = temporary();
  const loop = join(here.path, 'loop');
  symlinkSync(loop, loop);
  expect(roomFor([join(loop, 'in')])).toMatchObject([{ path: join(loop, 'in') }]);
});

test('a directory can be written to when the one can that it would be made in', () => {
  using here = temporary();
  const path = join(here.path, 'a/b');
  expect(stateOf(path)).toEqual({ path, state: 'usable' });
});

test.skipIf(UID === 0)('a directory that is closed to its owner is not writable', () => {
  using here = temporary();
  const path = join(here.path, 'closed');
  mkdirSync(path, { mode: 0o500 });
  expect(stateOf(path)).toMatchObject({ state: 'not writable' });
  expect(stateOf(join(path, 'in'))).toMatchObject({ state: 'cannot be made' });
});

test('a directory of sockets that others may enter is told by name', () => {
  using here = temporary();
  const env = { XDG_RUNTIME_DIR: here.path };
  const path = join(here.path, 'tackle');
  expect(stateOfRuntime(env, UID)).toEqual({ path, state: 'usable' });
  chmodSync(path, 0o755);
  expect(stateOfRuntime(env, UID)).toEqual({ path, state: 'not private' });
});

test('a file in the place of it is told as well', () => {
  using here = temporary();
  writeFileSync(join(here.path, 'tackle'), '');
  const told = stateOfRuntime({ XDG_RUNTIME_DIR: here.path }, UID);
  expect(told).toEqual({ path: join(here.path, 'tackle'), state: 'no directory' });
});
