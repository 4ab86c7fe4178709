import { expect, it } from 'vitest';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { printDocker } from '../../src/plan/print-docker.ts';
import { printJson } from '../../src/plan/print-json.ts';
import { isSecretName } from '../../src/plan/secret-name.ts';
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
  expect(names.filter((name) => !isSecretName(name))).toEqual([]);
  const plain = ['HOME', 'PATH', 'TERM', 'LANG', 'PATTERN', 'KEYBOARD', 'PWD', 'AUTHOR', 'CI'];
  expect(plain.filter(isSecretName)).toEqual([]);
});
