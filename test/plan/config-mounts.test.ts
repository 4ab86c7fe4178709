import { describe, expect, it, test } from 'vitest';
import type { Tool } from '../../src/catalog/tool.ts';
import type { MountSpec } from '../../src/config/config.ts';
import { toolboxNameOf } from '../../src/kernel/brand.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import type { Directory, ExistingArgument, FoundPath } from '../../src/plan/host-facts.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { directory, existing, path, PLACE, PYTHON, request } from './requests.ts';

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
  found('directory', '/home/ada/dotfiles/ssh'),
  found('directory', '/home/account'),
  found('directory', '/home/account/.ssh'),
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

interface Root extends Directory {
  readonly gitDirectory?: AbsolutePath;
}

function plan(
  mounts: readonly MountSpec[],
  { gitDirectory, ...root }: Root = directory(ROOT),
  existingArguments: readonly ExistingArgument[] = [],
) {
  const tool: Tool = {
    ...PYTHON,
    toolbox: { name: toolboxNameOf('devcontainer')!, origin: 'project' },
    workspace: { value: path('/workspaces/proj'), place: PLACE },
    mounts: mounts.map((value) => ({ value, place: PLACE })),
  };
  const mountFacts = {
    sources: new Map(SOURCES),
    accountHomes: [path('/home/account')],
    realCredentials: [path('/home/ada/dotfiles/ssh')],
    ownDirectories: ['.cache', '.config', '.local/share'].map((at) =>
      path(`/home/ada/${at}/tackle`),
    ),
  };
  const project = { root, ...(gitDirectory && { gitDirectory }) };
  const facts = { cwd: root, existingArguments };
  return planLaunch(request({ tool, project, mountFacts, facts }));
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
  it('is a file or directory of the caller’s', () => {
    expect(seen([bind('/srv/data', '/data'), bind('/srv/data', '/same', 'read-only')])).toEqual([
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

  test.each<readonly [MountSpec, string]>([
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
    [bind('/srv/linked', '/x'), 'a symbolic link leads to it'],
    [bind('/srv/through', '/x'), 'a symbolic link leads to it'],
    [bind('/home/ada/dotfiles/ssh', '/x'), '`/home/ada/dotfiles/ssh` holds credentials'],
    [bind('/home/account/.ssh', '/x'), '`/home/account/.ssh` holds credentials'],
    [bind('/home/account', '/x'), 'it is your whole home directory'],
    [bind('/home/ada/work', '/x'), `it and \`${ROOT}\`, which tools see as well, are one in the`],
    [memory('/'), 'it is the whole machine'],
    [volume('a', '/usr/local/bin'), 'it is part of the system directory `/usr`'],
    [volume('a', '/home/ada'), 'it is your whole home directory'],
    ...[ROOT, `${ROOT}/x`, '/workspaces/proj', '/workspaces/proj/x', '/home/ada/.cache'].map(
      (target) => [volume('a', target), 'it is in something else that tools see'] as const,
    ),
    [volume('a', '/workspaces'), 'something else that tools see is below that'],
  ])('is not %j', (mount, why) => {
    expect(refused(mount)).toContain(why);
  });

  it('is what an argument names that leads there, whatever is there outside', () => {
    const argument = existing('/data/x', '/data/x');
    const planned = plan([volume('cache', '/data')], directory(ROOT), [argument]);
    expect(planned).toMatchObject({ ok: true });
  });

  it('is nowhere in a git directory that lies outside', () => {
    const git = { ...directory(ROOT), gitDirectory: path('/home/ada/main/.git') };
    expect(plan([memory('/home/ada/main/.git/hooks')], git)).toMatchObject({
      ok: false,
      error: { code: 'plan/not-mounted' },
    });
  });

  it('is no volume where tools could put a link in its place', () => {
    expect(plan([volume('a', '/a')], directory('/home/ada/.local'))).toMatchObject({
      ok: false,
      error: { code: 'plan/not-mounted' },
    });
  });

  it('is nothing in another, outside or inside', () => {
    const data = bind('/srv/data', '/data');
    expect(refused(data, bind('/srv/data/inner', '/inner'))).toContain('are one in the other');
    expect(refused(bind('/srv/data/inner', '/inner'), data)).toContain('are one in the other');
    expect(refused(data, volume('a', '/data'))).toContain('something else that tools see');
    expect(refused(data, volume('a', '/data/below'))).toContain('something else that tools see');
    expect(refused(volume('a', '/data/below'), data)).toContain('below that');
  });
});
