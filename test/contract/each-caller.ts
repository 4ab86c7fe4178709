import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { PlanUser } from '../../src/plan/launch-plan.ts';
import { rig } from '../rig/rig.ts';
import { ordinaryUser } from '../rig/user.ts';
import { become } from './become.ts';
import { describeEngineContract } from './engine-contract.ts';
import { planUser } from './plan-user.ts';
import type { Subject } from './subject.ts';

/** The engine contract for an ordinary user, and for root where the tests are root's. */
export function describeAsEachCaller(
  name: string,
  makeSubject: (user: PlanUser, home: string) => Subject,
): void {
  const ordinary = ordinaryUser();

  describe('as an ordinary user', () => {
    const user = planUser(ordinary.name);
    let restore: () => void;
    beforeAll(() => {
      restore = become(user);
    });
    afterAll(() => restore());
    describeEngineContract(name, () => makeSubject(user, ordinary.home));
  });

  describe.runIf(userInfo().uid === 0)('as root', () => {
    const home = join(rig().scratch, 'home-of-root');
    describeEngineContract(name, () => makeSubject(planUser('root'), home));
  });
}
