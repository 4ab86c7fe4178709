import { expect, it } from 'vitest';
import type { PlanRequest } from '../../src/plan/plan-launch.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { PYTHON, request } from './requests.ts';

type Asked = Pick<PlanRequest, 'isolation' | 'fresh'>;

it.each<[string, Asked, PlanRequest['tool'], string]>([
  ['nothing', {}, PYTHON, 'shared'],
  ['the config', { isolation: 'fresh' }, PYTHON, 'fresh'],
  ['the tool', {}, { ...PYTHON, isolation: 'fresh' }, 'fresh'],
  [
    'the tool before the config',
    { isolation: 'fresh' },
    { ...PYTHON, isolation: 'shared' },
    'shared',
  ],
  ['`--fresh` before all', { fresh: true }, { ...PYTHON, isolation: 'shared' }, 'fresh'],
])('%s says how isolated a launch is', (_, asked, tool, isolation) => {
  const plan = planLaunch(request({ ...asked, tool }));
  expect(plan.ok && plan.value.isolation).toBe(isolation);
});
