import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../src/plan/host-facts.ts';
import type { LaunchPlan } from '../../src/plan/launch-plan.ts';
import type { PlanRequest } from '../../src/plan/plan-launch.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { path, request } from './requests.ts';

/** A caller who has something of everything. */
const RICH: Partial<HostFacts> = {
  env: { SSH_AUTH_SOCK: '/tmp/ssh-x/agent.1', http_proxy: 'http://proxy:3128', PROXY: 'no' },
  sshAgent: path('/tmp/ssh-x/agent.1'),
  caCertificates: { SSL_CERT_FILE: path('/srv/ca.pem') },
};

function planOf(otherwise: Partial<Omit<PlanRequest, 'facts'>>, facts = RICH): LaunchPlan {
  const plan = planLaunch(request({ ...otherwise, facts }));
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value;
}

function targetsOf({ mounts }: LaunchPlan): readonly string[] {
  return mounts.map(({ target }) => target);
}

describe('what is the caller’s own', () => {
  it('stays outside unless the config asks for it', () => {
    const plan = planOf({});
    for (const name of ['SSH_AUTH_SOCK', 'http_proxy', 'SSL_CERT_FILE']) {
      expect(plan.env).not.toHaveProperty(name);
    }
    expect(targetsOf(plan).filter((target) => target.startsWith('/run/'))).toEqual([]);
  });

  it('is not missed by who has none', () => {
    const share = ['ssh-agent', 'proxy', 'ca-certificates'] as const;
    const plan = planOf({ share }, { env: { SSH_AUTH_SOCK: '/gone' } });
    const { share: asked, ...rest } = plan;
    const { share: none, ...without } = planOf({}, { env: {} });
    expect([asked, none]).toEqual([['ca-certificates', 'proxy', 'ssh-agent'], []]);
    expect(rest).toEqual(without);
  });
});

it('an agent is its socket alone, at a place of ours', () => {
  const plan = planOf({ share: ['ssh-agent'] });
  expect(plan.env['SSH_AUTH_SOCK']).toBe('/run/.tackle/ssh-agent');
  expect(plan.mounts).toContainEqual({
    kind: 'bind',
    source: '/tmp/ssh-x/agent.1',
    target: '/run/.tackle/ssh-agent',
    access: 'read-only',
    purpose: 'ssh-agent',
  });
});

it('a proxy is its variables in the case that the caller has them, and nothing that looks like one', () => {
  const proxies = {
    http_proxy: 'a',
    HTTPS_PROXY: 'b',
    ftp_proxy: 'c',
    ALL_PROXY: '',
    no_proxy: 'localhost',
  };
  const plan = planOf(
    { share: ['proxy'] },
    { env: { ...proxies, PROXY: 'no', my_http_proxy: 'no' } },
  );
  const { env: without } = planOf({}, { env: {} });
  expect(plan.env).toEqual({ ...without, ...proxies });
});

it('authorities are one file for all programs that go by one outside', () => {
  const plan = planOf(
    { share: ['ca-certificates'] },
    {
      caCertificates: {
        SSL_CERT_FILE: path('/srv/all.pem'),
        PIP_CERT: path('/srv/mine.pem'),
        CURL_CA_BUNDLE: path('/srv/all.pem'),
      },
    },
  );
  expect(plan.env).toMatchObject({
    SSL_CERT_FILE: '/run/.tackle/ca-certificates/SSL_CERT_FILE.pem',
    CURL_CA_BUNDLE: '/run/.tackle/ca-certificates/SSL_CERT_FILE.pem',
    PIP_CERT: '/run/.tackle/ca-certificates/PIP_CERT.pem',
  });
  const mounted = plan.mounts.flatMap((mount) =>
    mount.kind === 'bind' && mount.purpose === 'ca-certificates' ? [mount.source] : [],
  );
  expect(mounted.sort()).toEqual(['/srv/all.pem', '/srv/mine.pem']);
});

it('what the config sets is stronger than what it shares', () => {
  const share = ['ssh-agent', 'proxy'] as const;
  const plan = planOf({
    share,
    env: [
      { kind: 'pass', name: 'SSH_AUTH_SOCK' },
      { kind: 'set', name: 'http_proxy', value: 'http://other' },
    ],
  });
  expect(plan.env).toMatchObject({
    SSH_AUTH_SOCK: '/run/.tackle/ssh-agent',
    http_proxy: 'http://other',
  });
});
