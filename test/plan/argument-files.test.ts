import { describe, expect, it } from 'vitest';
import type { ExistingArgument, HostFacts } from '../../src/plan/host-facts.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { directory, existing, path, request, requestWithoutProject } from './requests.ts';

const ROOT = '/home/ada/work/proj';
const SHARE = ['argument-files'] as const;

/** What the arguments bring into a launch from Ada's project: `source → target` each, or the problem. */
function brought(args: readonly ExistingArgument[], facts: Partial<HostFacts> = {}) {
  return mountsOf(request({ share: SHARE, facts: { existingArguments: args, ...facts } }));
}

function mountsOf(asked: ReturnType<typeof request>) {
  const plan = planLaunch(asked);
  if (!plan.ok) return plan.error;
  return plan.value.mounts.flatMap((mount) => {
    if (mount.kind !== 'bind' || mount.purpose !== 'argument') return [];
    expect(mount.access).toBe('read-only');
    return [mount.source === mount.target ? mount.source : `${mount.source} → ${mount.target}`];
  });
}

function directoryCalled(at: string): ExistingArgument {
  return { ...existing(at, at), kind: 'directory' };
}

describe('a file outside that an argument names is mounted', () => {
  it.each([
    ['by its absolute path', existing('/data/a', '/data/a'), '/data/a'],
    ['by a relative path', existing('../a', '/home/ada/work/a'), '/home/ada/work/a'],
    ['in an option', existing('/data/a', '/data/a'), '/data/a'],
    ['in the temporary directory', existing('/tmp/a', '/tmp/a'), '/tmp/a'],
    ['in the home', existing('/home/ada/notes', '/home/ada/notes'), '/home/ada/notes'],
    ['with an odd name', existing('/d/a b:c,"d\'', '/d/a b:c,"d\''), '/d/a b:c,"d\''],
    ['by a link, where the link is', existing('/l/a', '/l/a', '/data/a'), '/data/a → /l/a'],
    ['by a link in the project', existing('a', `${ROOT}/a`, '/data/a'), '/data/a'],
    [
      'by a chain of links, where the first one that is missing is',
      existing('a', `${ROOT}/a`, `${ROOT}/b`, '/l/a', '/data/a'),
      '/data/a → /l/a',
    ],
    [
      'that is in the project, by a way that is not there inside',
      existing('/l/a', '/l/a', `${ROOT}/a`),
      `${ROOT}/a → /l/a`,
    ],
  ])('%s', (_, argument, expected) => {
    expect(brought([argument])).toEqual([expected]);
  });
});

describe('nothing is mounted', () => {
  it.each([
    ['of the project', existing('a', `${ROOT}/a`)],
    ["of the image's own", existing('/etc/passwd', '/etc/passwd')],
    ["that leads to the image's own", existing('/etc/a', '/etc/a', '/data/a')],
    ['for the private /tmp itself', directoryCalled('/tmp')],
    ['for the whole machine', directoryCalled('/')],
  ])('%s', (_, argument) => {
    expect(brought([argument])).toEqual([]);
  });
});

it('a directory is mounted whole, and what else lies in it is there with it', () => {
  const all = [directoryCalled('/data'), existing('/data/a', '/data/a')];
  expect(brought(all)).toEqual(['/data']);
  expect(brought([...all].reverse())).toEqual(['/data', '/data/a']);
});

it('what lies in a directory that is named by a link is there by the link', () => {
  const all = [{ ...existing('/l', '/l', '/data'), kind: 'directory' as const }];
  expect(brought([...all, existing('/l/a', '/l/a', '/data/a')])).toEqual(['/data → /l']);
  expect(brought([...all, existing('/data/a', '/data/a')])).toEqual(['/data → /l', '/data/a']);
});

it('a file that is named twice is mounted once', () => {
  const twice = [existing('/data/a', '/data/a'), existing('--in=/data/a', '/data/a')];
  expect(brought(twice)).toEqual(['/data/a']);
});

it('a directory above the project keeps it writable', () => {
  const above = directoryCalled('/home/ada/work');
  const plan = planLaunch(request({ share: SHARE, facts: { existingArguments: [above] } }));
  expect(plan.ok && plan.value.mounts.filter(({ target }) => target.includes('work'))).toEqual([
    expect.objectContaining({ target: '/home/ada/work', access: 'read-only' }),
    expect.objectContaining({ target: ROOT, access: 'read-write' }),
  ]);
});

it('a command, a toolbox or all may ask for it; else it stays outside', () => {
  const facts = { existingArguments: [existing('/data/a', '/data/a')] };
  const { tool } = request();
  expect(mountsOf(request({ facts, tool: { ...tool, share: SHARE } }))).toEqual(['/data/a']);
  expect(mountsOf(request({ facts, share: ['proxy'] }))).toMatchObject({
    code: 'plan/argument-outside',
  });
});

it('the name for the file is told when the mount cannot have the one that was written', () => {
  const hint = 'name it by its real path: `/data/a`';
  const climbing = { ...existing('/data/b/../a', '/data/a'), climbs: true };
  expect(brought([climbing])).toMatchObject({ hint });
  expect(brought([existing('/l/\udcff', '/l/\udcff', '/data/a')])).toMatchObject({ hint });
});

describe('from the home directory, without a project', () => {
  const facts = { cwd: directory('/home/ada') };
  const asked = (...existingArguments: ExistingArgument[]) =>
    mountsOf(requestWithoutProject({ share: SHARE, facts: { ...facts, existingArguments } }));

  it('a file of it is mounted, and the home never', () => {
    expect(asked(existing('x.py', '/home/ada/x.py'))).toEqual(['/home/ada/x.py']);
    expect(asked({ ...existing('.', '/home/ada'), kind: 'directory' })).toEqual({
      code: 'plan/argument-outside',
      message:
        '`.` names `/home/ada`, which lies outside of what `python3.8` can see, and is never shared: it is your whole home directory',
      hint: 'name what is needed in it, not the whole',
    });
  });

  it('a relative path is told by its absolute one where the tool starts elsewhere', () => {
    const from = { cwd: directory('/srv'), realHome: path('/srv') };
    const existingArguments = [existing('x.py', '/srv/x.py')];
    const plan = requestWithoutProject({ share: SHARE, facts: { ...from, existingArguments } });
    expect(mountsOf(plan)).toMatchObject({ hint: 'name it by its real path: `/srv/x.py`' });
  });
});

describe('never shared is', () => {
  const facts: Partial<HostFacts> = {
    env: { DOCKER_HOST: 'unix:///srv/engine/docker.sock' },
    sshAgent: path('/data/agent/socket'),
    realHome: path('/users/ada'),
  };

  it.each([
    ['the home', directoryCalled('/home/ada'), 'it is your whole home directory'],
    [
      'the home, by its real path',
      directoryCalled('/users/ada'),
      'it is your whole home directory',
    ],
    ['what is above it', directoryCalled('/users'), 'it is above your home directory'],
    ['the system', existing('/run/user/1/a', '/run/user/1/a'), 'the system directory `/run`'],
    [
      'the place of an engine’s socket',
      directoryCalled('/srv/engine'),
      "above the container engine's socket `/srv/engine/docker.sock`",
    ],
    [
      'a socket',
      {
        ...existing('/srv/engine/docker.sock', '/srv/engine/docker.sock'),
        kind: 'special' as const,
      },
      'it is neither a file nor a directory',
    ],
    [
      'the place of the agent’s socket',
      directoryCalled('/data/agent'),
      'it is above `/data/agent/socket`, which holds credentials',
    ],
    [
      'a key',
      existing('../../.ssh/id_rsa', '/home/ada/.ssh/id_rsa'),
      '`/home/ada/.ssh` holds credentials',
    ],
    [
      'a key, by a link',
      existing('/l/key', '/l/key', '/users/ada/.ssh/id_rsa'),
      '`/users/ada/.ssh` holds credentials',
    ],
    [
      'a link in the place of keys',
      existing('/home/ada/.ssh/a', '/home/ada/.ssh/a', '/data/a'),
      '`/home/ada/.ssh` holds credentials',
    ],
    ['a file with tokens', existing('/home/ada/.npmrc', '/home/ada/.npmrc'), '`/home/ada/.npmrc`'],
    [
      'a directory with tokens in it',
      directoryCalled('/home/ada/.config'),
      'it is above `/home/ada/.config/',
    ],
  ])('%s', (_, argument, reason) => {
    const problem = brought([argument], facts);
    expect(problem).toMatchObject({ code: 'plan/argument-outside' });
    expect('message' in problem && problem.message).toContain(reason);
    expect('hint' in problem && problem.hint).not.toContain('argument-files');
  });

  it('nothing of the same name elsewhere', () => {
    expect(brought([existing('/data/.npmrc', '/data/.npmrc')], facts)).toEqual(['/data/.npmrc']);
    expect(brought([existing('/home/ada/.sshx', '/home/ada/.sshx')], facts)).toHaveLength(1);
  });
});
