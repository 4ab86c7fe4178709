import { expect, it } from 'vitest';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { printDocker } from '../../src/plan/print-docker.ts';
import { printJson } from '../../src/plan/print-json.ts';
import { isSecret } from '../../src/plan/secret.ts';
import { FACTS, request } from './requests.ts';

it('launches with a secret and prints it nowhere', () => {
  const env = { ...FACTS.env, NPM_TOKEN: 'hunter2', GREETING: 'hello' };
  const plan = planLaunch(
    request({
      env: [
        { kind: 'pass', name: 'NPM_TOKEN' },
        { kind: 'pass', name: 'GREETING' },
        { kind: 'set', name: 'DB_PASSWORD', value: 'hunter2' },
      ],
      facts: { env },
    }),
  );
  if (!plan.ok) throw new Error(plan.error.message);
  expect(plan.value.env).toMatchObject({ NPM_TOKEN: 'hunter2', DB_PASSWORD: 'hunter2' });
  const printed = printJson(plan.value) + printDocker(plan.value);
  expect(printed).not.toContain('hunter2');
  expect(printed).toContain('"NPM_TOKEN": "(hidden)"');
  expect(printed).toContain('--env NPM_TOKEN --');
  expect(printed).toContain('--env GREETING=hello');
});

it('takes names for secret that usually are', () => {
  const names = [
    'GITHUB_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'PGPASSWORD',
    'API_KEY',
    'SSH_PRIVATE',
    'X_PAT',
  ];
  expect(names.filter((name) => !isSecret(name, ''))).toEqual([]);
  const plain = ['HOME', 'PATH', 'TERM', 'LANG', 'PATTERN', 'KEYBOARD', 'PWD', 'AUTHOR', 'CI'];
  expect(plain.filter((name) => isSecret(name, '/a/b:c'))).toEqual([]);
});

it('takes a value for secret that has a password in it', () => {
  const secret = [
    ['DATABASE_URL', 'postgres://ada:hunter2@db/thesis'],
    ['https_proxy', 'http://ada:hunter2@proxy:3128/'],
    ['ALL_PROXY', 'ada:hunter2@proxy:3128'],
  ] as const;
  expect(secret.filter(([name, value]) => !isSecret(name, value))).toEqual([]);
  const plain = [
    ['http_proxy', 'http://proxy:3128'],
    ['NO_PROXY', 'localhost,127.0.0.1,::1'],
    ['REMOTE', 'ssh://git@example.org/a/b.git'],
    ['MAIL', 'ada@example.org'],
  ] as const;
  expect(plain.filter(([name, value]) => isSecret(name, value))).toEqual([]);
});
