import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../src/plan/host-facts.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { directory, existing, request, requestWithoutProject } from './requests.ts';

const ROOT = '/home/ada/work/proj';

/** What planning says of one argument typed in Ada's project. */
function verdict(written: string, at: string, ...links: string[]) {
  const facts: Partial<HostFacts> = { existingArguments: [existing(written, at, ...links)] };
  const plan = planLaunch(request({ facts }));
  return plan.ok ? 'fine' : plan.error;
}

describe('an argument that names an existing file', () => {
  it.each([
    ['in the project', 'script.py', `${ROOT}/script.py`],
    ['in the project, by its absolute path', `${ROOT}/a`, `${ROOT}/a`],
    ['linked within the project', 'link', `${ROOT}/link`, `${ROOT}/a`],
    ["linked to the image's own", 'venv/bin/python', `${ROOT}/venv/bin/python`, '/usr/bin/python3'],
    ['that every image has', '/etc/passwd', '/etc/passwd'],
    ['of a process substitution', '/dev/fd/63', '/dev/fd/63', '/proc/7/fd/pipe:[1]'],
    ['that is the root', '/', '/'],
    ['that is the temporary directory itself', '/tmp', '/tmp'],
  ])('%s is fine', (_, written, at, ...links) => {
    expect(verdict(written, at, ...links)).toBe('fine');
  });

  it('in the project is fine by the path people came by, however many links that is', () => {
    const project = { root: directory('/data/proj', '/home/ada/proj') };
    const cwd = directory('/data/proj', '/home/ada/proj');
    const by = existing('/home/ada/proj/x', '/home/ada/proj/x', '/mnt/proj/x', '/data/proj/x');
    expect(planLaunch(request({ project, facts: { cwd, existingArguments: [by] } }))).toMatchObject(
      {
        ok: true,
      },
    );
    const out = existing('x', '/home/ada/proj/x', '/mnt/proj/x', '/data/proj/x', '/mnt/x');
    expect(
      planLaunch(request({ project, facts: { cwd, existingArguments: [out] } })),
    ).toMatchObject({
      error: { message: '`x` names `/mnt/x`, which lies outside of what `python3.8` can see' },
    });
  });

  it('outside of the project is a problem that says how to bring it in', () => {
    expect(verdict('/data/my table.csv', '/data/my table.csv')).toEqual({
      code: 'plan/argument-outside',
      message: '`/data/my table.csv` lies outside of what `python3.8` can see',
      hint: "to show `python3.8` what arguments name, write `share: [argument-files]` in the config; or copy it to where it is seen: `cp -r '/data/my table.csv' /home/ada/work/proj`",
    });
  });

  it('above the project is a problem that names the whole path', () => {
    expect(verdict('../x.csv', '/home/ada/work/x.csv')).toMatchObject({
      message:
        '`../x.csv` names `/home/ada/work/x.csv`, which lies outside of what `python3.8` can see',
    });
  });

  it('linked to one outside is a problem that names where it leads', () => {
    expect(verdict('big', `${ROOT}/big`, '/mnt/disc/big')).toMatchObject({
      message: '`big` names `/mnt/disc/big`, which lies outside of what `python3.8` can see',
    });
  });

  it('in the project, by a way that is not there inside, is a problem that names the right way', () => {
    expect(verdict('/srv/link/a', '/srv/link/a', `${ROOT}/a`)).toMatchObject({
      hint: 'name it by its real path: `/home/ada/work/proj/a`',
    });
  });

  it.each(['/tmp/x', '/var/tmp/x', '/home/ada', '/home/ada/notes'])(
    'hidden by the private %s is a problem',
    (path) => {
      expect(verdict(path, path)).toMatchObject({ code: 'plan/argument-outside' });
    },
  );

  it('relative to a directory that is never shown is a problem', () => {
    const facts = {
      cwd: directory('/home/ada'),
      existingArguments: [existing('x.py', '/home/ada/x.py')],
    };
    expect(planLaunch(requestWithoutProject({ facts }))).toEqual({
      ok: false,
      error: {
        code: 'plan/argument-outside',
        message: '`x.py` names `/home/ada/x.py`, which lies outside of what `python3.8` can see',
        hint: 'to show `python3.8` what arguments name, write `share: [argument-files]` in `~/.config/tackle/config.yaml`; or work in a directory of its own: `mkdir ~/work && cd ~/work`',
      },
    });
  });
});
