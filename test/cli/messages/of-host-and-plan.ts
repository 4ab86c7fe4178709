import type { HostCode } from '../../../src/host/problems.ts';
import * as host from '../../../src/host/problems.ts';
import type { AbsolutePath } from '../../../src/kernel/brand.ts';
import type { NotMounted } from '../../../src/plan/not-mounted.ts';
import type { BindMount } from '../../../src/plan/launch-plan.ts';
import type { PlanCode } from '../../../src/plan/problems.ts';
import type { NeverShared } from '../../../src/plan/never-shared.ts';
import * as plan from '../../../src/plan/problems.ts';
import type { Examples } from './examples.ts';

const path = (text: string) => text as AbsolutePath;
const root = path('/home/ada/thesis');

function bindOf(source: string, purpose: BindMount['purpose']): BindMount {
  const at = path(source);
  return { kind: 'bind', source: at, target: at, access: 'read-write', purpose };
}

export const HOST: Examples<HostCode> = {
  'host/no-working-directory': [
    host.noWorkingDirectory('ENOENT: no such file or directory, uv_cwd'),
    host.undecodableWorkingDirectory('/tmp/\ufffd'),
  ],
  'host/unsupported-platform': [host.unsupportedPlatform('win32/x64')],
  'host/launch-directory-unusable': [
    host.launchDirectoryUnusable('/tmp/tackle-1000 is not a private directory of this user'),
  ],
  'host/log-unusable': [host.logUnusable('/home/ada/tackle.log', 'it is a symbolic link')],
  'host/home-not-usable': [
    host.homeNotUsable(
      '/home/ada/.local/share/tackle/homes',
      'directory',
      'EACCES: permission denied',
    ),
    host.homeNotUsable(
      '/home/ada/.local/share/tackle/homes/latex/notes.txt',
      'file',
      'it is a link or a directory',
    ),
  ],
};

const workspace = {
  value: path('/usr/bin'),
  place: {
    file: `${root}/.devcontainer.json`,
    line: 3,
    column: 22,
    length: 10,
    text: '  "workspaceFolder": "/usr/bin",',
  },
};

const MOUNTS = {
  file: `${root}/.devcontainer.json`,
  line: 3,
  column: 14,
  length: 41,
  text: '  "mounts": ["source=/srv/data,target=/data,type=bind"],',
};

export const PLAN: Examples<PlanCode> = {
  'plan/directory-not-mountable': [
    plan.notMountable('project', path('/'), { kind: 'root' }),
    plan.notAWorkspace(workspace, { kind: 'system', directory: path('/usr') }),
    plan.notAWorkspace(workspace, 'above-project'),
    plan.notMountable('project', path('/home/ada'), { kind: 'home' }),
    plan.notMountable('directory', path('/home'), { kind: 'above-home' }),
    plan.notMountable('directory', path('/etc/apt'), { kind: 'system', directory: path('/etc') }),
    plan.notMountable('project', path('/var/run'), {
      kind: 'engine-socket',
      socket: path('/var/run/docker.sock'),
    }),
  ],
  'plan/not-mounted': [
    notMounted({ kind: 'absent' }),
    notMounted({
      kind: 'never',
      why: { kind: 'credentials', place: path('/home/ada/.ssh') },
    }),
    notMounted({ kind: 'never', why: { kind: 'home' } }),
    notMounted({ kind: 'link', path: path('/mnt/data') }),
    notMounted({ kind: 'in-another', directory: root }),
    notMounted({ kind: 'of-tackle', directory: path('/home/ada/.cache/tackle') }),
    notMounted({ kind: 'above-another' }),
    plan.notMounted(
      { value: { kind: 'memory', target: path('/work') }, place: MOUNTS },
      { kind: 'taken' },
    ),
  ],
  'plan/undecodable-path': [
    plan.undecodablePath(bindOf('/home/ada/caf\udce9', 'project')),
    plan.undecodablePath(bindOf('/home/ad\udce1/.local/share/tackle/homes/python@3.8', 'home')),
  ],
  'plan/argument-outside': [
    plan.argumentOutside(
      { argument: '../notes.txt', missing: path('/home/ada/notes.txt'), way: { kind: 'share' } },
      { command: 'python3.8', root, inProject: true },
    ),
    plan.argumentOutside(
      {
        argument: 'link.txt',
        missing: path('/home/ada/notes.txt'),
        way: { kind: 'real-path', path: path('/home/ada/thesis/notes.txt') },
      },
      { command: 'python3.8', root, inProject: true },
    ),
    plan.argumentOutside(
      { argument: "/srv/it's", missing: path("/srv/it's"), way: { kind: 'share' } },
      { command: 'cat', root, inProject: false },
    ),
    plan.argumentOutside(
      { argument: '/home/ada/a', missing: path('/home/ada/a'), way: { kind: 'share' } },
      { command: 'cat', root: undefined, inProject: false },
    ),
    ...neverShared('~', '/home/ada', { kind: 'home' }),
    ...neverShared('/run/user/1000/notes', '/run/user/1000/notes', {
      kind: 'system',
      directory: path('/run'),
    }),
    ...neverShared('--key=../.ssh/id_ed25519', '/home/ada/.ssh/id_ed25519', {
      kind: 'credentials',
      place: path('/home/ada/.ssh'),
    }),
    ...neverShared('/home/ada/.config', '/home/ada/.config', {
      kind: 'above-credentials',
      place: path('/home/ada/.config/gh'),
    }),
    ...neverShared('/srv/socket', '/srv/socket', { kind: 'special' }),
  ],
};

function notMounted(why: NotMounted) {
  const [source, target] = [path('/srv/data'), path('/data')];
  const value = { kind: 'bind', source, target, access: 'read-write' } as const;
  return plan.notMounted({ value, place: MOUNTS }, why);
}

function neverShared(argument: string, missing: string, why: NeverShared) {
  const outside = { argument, missing: path(missing), way: { kind: 'never', why } } as const;
  return [plan.argumentOutside(outside, { command: 'git', root, inProject: true })];
}
