import { expect, it } from 'vitest';
import type { HostFacts } from '../../src/plan/host-facts.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { directory, FACTS, path, request } from './requests.ts';

const HOME = path('/home/ad\udce1');
const facts: Partial<HostFacts> = {
  user: { ...FACTS.user, home: HOME },
  realHome: HOME,
};

it('refuses to mount what no request to an engine can name', () => {
  const project = { root: directory('/srv/caf\udce9', '/srv/link') };
  const inProject = planLaunch(request({ project, facts: { cwd: directory('/srv/data') } }));
  expect(inProject).toMatchObject({ ok: false, error: { code: 'plan/undecodable-path' } });

  const homesDir = path(`${HOME}/.local/share/tackle/homes`);
  const atHome = planLaunch(request({ facts: { ...facts, homesDir } }));
  expect(atHome).toMatchObject({
    ok: false,
    error: {
      code: 'plan/undecodable-path',
      hint: expect.stringContaining('XDG_DATA_HOME') as string,
    },
  });
});

it('gives the tool another home where only the path of the caller’s is undecodable', () => {
  const plan = planLaunch(request({ facts }));
  expect(plan).toMatchObject({ ok: true, value: { user: { home: '/home/ada' } } });
});
