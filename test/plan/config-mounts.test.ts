import { describe, expect, it, test } from 'vitest';
import type { Tool } from '../../src/catalog/tool.ts';
import type { MountSpec } from '../../src/config/config.ts';
import { toolboxNameOf } from '../../src/kernel/brand.ts';
import type { FoundPath } from '../../src/plan/host-facts.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { directory, path, PLACE, PYTHON, request } from './requests.ts';

const ROOT = '/home/ada/work/proj';
const DATA = '/home/ada/.local/share/tackle';

const bind = (source: string, target: string, access: 'read-write' | 'read-only' = 'read-write') =>
  ({ kind: 'bind', source: path(source), target: path(target), access }) as const;
const volume = (name: string, target: string) =>
  ({ kind: 'volume', name, target: path(target), access: 'read-write' }) as const;
const memory = (target: string) => ({ kind: 'memory', target: path(target) }) as const;

/** What is there, and what its path becomes by links. */
function found(kind: FoundPath['kind'], at: string, ...links: string[]) {
  return [path(at), { kind, names: [path(at), ...links.map(path)] }] as const;
}

const SOURCES = [
  found('directory', '/'),
  found('directory', '/home/ada'),
  found('directory', '/home/ada/.ssh'),
  found('directory', '/home/ada/.config'),
  found('directory', '/home/ada/.cargo/registry'),
  found('directory', '/home/ada/.local/share/tackle/homes'),
  found('directory', '/home/ada/.cache'),
  found('directory', '/home/ada/work'),
  found('file', '/home/ada/notes.txt'),
  found('directory', '/etc'),
  found('directory', '/srv/data'),
  found('directory', '/srv/data/inner'),
  found('directory', '/srv/keys', '/home/ada/.ssh'),
  found('directory', '/srv/linked', '/srv/data'),
  found('directory', '/srv/through', `${ROOT}/link`, '/srv/data'),
  found('special', '/run/docker.sock'),
  found('special', '/var/run/docker.sock', '/run/docker.sock'),
];

function plan(mounts: readonly MountSpec[], project = directory(ROOT)) {
  const tool: Tool = {
    ...PYTHON,
    toolbox: { name: toolboxNameOf('devcontainer')!, origin: 'project' },
    workspace: { value: path('/workspaces/proj'), place: PLACE },
    mounts: mounts.map((value) => ({ value, place: PLACE })),
  };
  const mountFacts = {
    sources: new Map(SOURCES),
    ownDirectories: ['.cache', '.config', '.local/share'].map((at) =>
      path(`/home/ada/${at}/tackle`),
    ),
  };
  return planLaunch(request({ tool, project: { root: project }, mountFacts }));
}

/** What is mounted that is not there without. */
function seen(mounts: readonly MountSpec[], project = directory(ROOT)): readonly string[] {
  const planned = plan(mounts, project);
  if (!planned.ok) throw new Error(planned.error.message);
  const bare = plan([], project);
  const before = new Set(bare.ok ? bare.value.mounts.map((mount) => mount.target) : []);
  return planned.value.mounts.flatMap((mount) => {
    if (before.has(mount.target)) return [];
    if (mount.kind === 'private') return [`${mount.mode.toString(8)} ${mount.target}`];
    return [`${mount.purpose} ${mount.access} ${mount.source} ${mount.target}`];
  });
}

/** Why it is not mounted. */
function refused(...mounts: readonly MountSpec[]): string {
  const planned = plan(mounts);
  if (planned.ok) throw new Error('it is mounted');
  expect(planned.error).toMatchObject({ code: 'plan/not-mounted', place: PLACE });
  return planned.error.message.slice(planned.error.message.indexOf(': ') + 2);
}

describe('what a config mounts', () => {
  it('is a file or directory of the caller’s, at its real path', () => {
    expect(seen([bind('/srv/data', '/data'), bind('/srv/linked', '/same', 'read-only')])).toEqual([
      'mount read-write /srv/data /data',
      'mount read-only /srv/data /same',
    ]);
  });

  it('is a directory that is kept for this toolbox of this project', () => {
    const [one] = seen([volume('cache', '/c')]);
    expect(one).toMatch(
      /^volume read-write \S+\/tackle\/volumes\/devcontainer-[0-9a-f]{12}\/cache \/c$/,
    );
    expect(one).toContain(` ${DATA}/volumes/`);
    expect(seen([volume('cache', '/c')], directory('/srv/other'))).not.toEqual([one]);
  });

  it('is an empty directory in memory', () => {
    expect(seen([memory('/scratch')])).toEqual(['1777 /scratch']);
  });

  it('lies in the tool’s home where it lies in a home of the image’s', () => {
    const [first, ...others] = seen([
      bind('/home/ada/.cargo/registry', '/home/vscode/.cargo/registry'),
    ]);
    expect([first, ...others]).toEqual([
      'mount read-write /home/ada/.cargo/registry /home/ada/.cargo/registry',
      'mount read-write /home/ada/.cargo/registry /home/vscode/.cargo/registry',
    ]);
    expect(seen([bind('/home/ada/.cargo/registry', '/root/.cargo/registry')])).toContain(first);
    expect(seen([bind('/home/ada/.cargo/registry', '/home/ada/.cargo/registry')])).toEqual([first]);
  });

  it('is seen by every name that the project has', () => {
    const targets = (at: string) =>
      seen([volume('modules', at)]).map((mount) => mount.slice(mount.lastIndexOf(' ') + 1));
    const both = ['/workspaces/proj/node_modules', `${ROOT}/node_modules`];
    expect(targets('/workspaces/proj/node_modules')).toEqual(both);
    expect(targets(`${ROOT}/node_modules`)).toEqual(both);
  });

  test.each([
    [bind('/srv/none', '/x'), 'there is nothing of that name'],
    [bind('/', '/x'), 'it is the whole machine'],
    [bind('/etc', '/x'), 'it is part of the system directory `/etc`'],
    [bind('/home/ada', '/x'), 'it is your whole home directory'],
    [bind('/home/ada/.ssh', '/x'), '`/home/ada/.ssh` holds credentials'],
    [bind('/srv/keys', '/x', 'read-only'), '`/home/ada/.ssh` holds credentials'],
    [bind('/home/ada/.config', '/x'), 'which holds credentials'],
    [bind('/run/docker.sock', '/x'), 'it is neither a file nor a directory'],
    [bind('/var/run/docker.sock', '/x'), 'it is neither a file nor a directory'],
    [bind('/home/ada/.cache', '/x'), '`/home/ada/.cache/tackle` is Tackle’s own'],
    [bind(`${DATA}/homes`, '/x'), `\`${DATA}\` is Tackle’s own`],
    [bind('/srv/through', '/x'), 'the way to it leads through the project'],
    [bind('/home/ada/work', '/x'), `it and \`${ROOT}\`, which tools see as well, are one in the`],
    [memory('/'), 'it is the whole machine'],
    [volume('a', '/usr/local/bin'), 'it is part of the system directory `/usr`'],
    [volume('a', '/home/ada'), 'it is your whole home directory'],
    [volume('a', '/home/vscode/work'), 'something else that tools see is below that'],
    [volume('a', ROOT), 'something else is there already'],
    [volume('a', '/workspaces/proj'), 'something else is there already'],
    [volume('a', '/workspaces'), 'something else that tools see is below that'],
  ])('is not %j', (mount, why) => {
    expect(refused(mount)).toContain(why);
  });

  it('is nothing in another, outside or inside', () => {
    const data = bind('/srv/data', '/data');
    expect(refused(data, bind('/srv/data/inner', '/inner'))).toContain('are one in the other');
    expect(refused(bind('/srv/data/inner', '/inner'), data)).toContain('are one in the other');
    expect(refused(data, volume('a', '/data'))).toBe('something else is there already');
    expect(refused(data, volume('a', '/data/below'))).toBe('something else is there already');
    expect(refused(volume('a', '/data/below'), data)).toContain('below that');
  });
});
