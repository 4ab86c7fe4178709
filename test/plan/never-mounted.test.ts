import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../src/plan/host-facts.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { directory, FACTS, path, request, requestWithoutProject } from './requests.ts';

function inProject(root: string, facts: Partial<HostFacts> = {}) {
  const place = directory(root);
  return planLaunch(request({ project: { root: place }, facts: { cwd: place, ...facts } }));
}

describe('a project', () => {
  it.each([
    ['/', 'the whole machine'],
    ['/home/ada', 'your whole home directory'],
    ['/home', 'above your home directory'],
    ['/etc', 'part of the system directory `/etc`'],
    ['/etc/nginx', 'part of the system directory `/etc`'],
    ['/usr/local/bin', 'part of the system directory `/usr`'],
    ['/lib64', 'part of the system directory `/lib64`'],
    ['/usr/src', 'part of the system directory `/usr`'],
    ['/run/user/1000', 'part of the system directory `/run`'],
    ['/var', 'part of the system directory `/var`'],
    ['/opt', 'part of the system directory `/opt`'],
    [
      '/home/ada/.docker',
      "above the container engine's socket `/home/ada/.docker/run/docker.sock`",
    ],
  ])('at %s is refused: it is %s', (root, reason) => {
    expect(inProject(root)).toEqual({
      ok: false,
      error: {
        code: 'plan/directory-not-mountable',
        message: `the project \`${root}\` cannot be shown to a tool: it is ${reason}`,
        hint: 'give the project a directory of its own, such as `mkdir ~/project`, and move its `tackle` file there',
      },
    });
  });

  it.each([
    ...['/usr/src/app', '/usr/local/src/app', '/run/media/ada/disc', '/var/www/site', '/opt/app'],
    ...['/tmp', '/etcetera', '/home/bob', '/home/ada/x'],
  ])('at %s is shown', (root) => {
    expect(inProject(root)).toMatchObject({ ok: true, value: { cwd: root } });
  });

  it('at a home that is reached through a link is refused', () => {
    expect(inProject('/data/ada', { realHome: path('/data/ada') })).toMatchObject({ ok: false });
  });

  it('above the socket that the environment names is refused', () => {
    const env = { DOCKER_HOST: 'unix:///srv/engine/docker.sock' };
    expect(inProject('/srv/engine', { env })).toMatchObject({ ok: false });
    expect(inProject('/srv/engine/project', { env })).toMatchObject({ ok: true });
  });

  it('with a link to a forbidden directory as working directory is refused', () => {
    const cwd = directory('/etc/ssl', '/home/ada/work/proj/ssl');
    expect(planLaunch(request({ facts: { cwd } }))).toEqual({
      ok: false,
      error: {
        code: 'plan/directory-not-mountable',
        message:
          'the working directory `/home/ada/work/proj/ssl` cannot be shown to a tool: it is part of the system directory `/etc`',
        hint: 'change to the directory of the project by its own path',
      },
    });
  });
});

describe('without a project', () => {
  it.each(['/', '/home/ada', '/home', '/etc/nginx'])('%s is not shown', (cwd) => {
    const plan = planLaunch(requestWithoutProject({ facts: { cwd: directory(cwd) } }));
    expect(plan).toMatchObject({ ok: true, value: { cwd: FACTS.user.home } });
    const purposes = plan.ok
      ? plan.value.mounts.map((mount) => mount.kind === 'bind' && mount.purpose)
      : [];
    expect(purposes).not.toContain('project');
  });
});
