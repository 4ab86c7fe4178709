import type { HostCode } from '../../../src/host/problems.ts';
import * as host from '../../../src/host/problems.ts';
import type { AbsolutePath } from '../../../src/kernel/brand.ts';
import type { BindMount } from '../../../src/plan/launch-plan.ts';
import type { PlanCode } from '../../../src/plan/problems.ts';
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
  'host/home-not-usable': [
    host.homeNotUsable('/home/ada/.local/share/tackle/homes', 'EACCES: permission denied'),
  ],
};

export const PLAN: Examples<PlanCode> = {
  'plan/directory-not-mountable': [
    plan.notMountable('project', path('/'), { kind: 'root' }),
    plan.notMountable('project', path('/home/ada'), { kind: 'home' }),
    plan.notMountable('directory', path('/home'), { kind: 'above-home' }),
    plan.notMountable('directory', path('/etc/apt'), { kind: 'system', directory: path('/etc') }),
    plan.notMountable('project', path('/var/run'), {
      kind: 'engine-socket',
      socket: path('/var/run/docker.sock'),
    }),
  ],
  'plan/undecodable-path': [
    plan.undecodablePath(bindOf('/home/ada/caf\udce9', 'project')),
    plan.undecodablePath(bindOf('/home/ad\udce1/.local/share/tackle/homes/python@3.8', 'home')),
  ],
  'plan/argument-outside': [
    plan.argumentOutside(
      'python3.8',
      { argument: '../notes.txt', missing: path('/home/ada/notes.txt') },
      root,
    ),
    plan.argumentOutside(
      'python3.8',
      {
        argument: 'link.txt',
        missing: path('/home/ada/notes.txt'),
        visibleAs: path('/home/ada/thesis/notes.txt'),
      },
      root,
    ),
    plan.argumentOutside(
      'cat',
      { argument: '/home/ada/a', missing: path('/home/ada/a') },
      undefined,
    ),
  ],
};
