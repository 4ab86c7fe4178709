// Loaded when they are needed, which is too late for a user who may not read where this checkout lies.
import 'execa';
import 'tar-stream';
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

type MakeSubject = (user: PlanUser, home: string) => Subject;

export type CallerKind = 'an ordinary user' | 'root';

/** The engine contract for an ordinary user, and for root where the tests are root's. */
export function describeAsEachCaller(name: string, makeSubject: MakeSubject): void {
  describeAs('an ordinary user', name, makeSubject);
  if (userInfo().uid === 0) describeAs('root', name, makeSubject);
}

/** The engine contract for one of them. */
export function describeAs(caller: CallerKind, name: string, makeSubject: MakeSubject): void {
  describe(`as ${caller}`, () => {
    if (caller === 'root') {
      const home = join(rig().scratch, 'home-of-root');
      describeEngineContract(name, () => makeSubject(planUser('root'), home));
      return;
    }
    const { name: login, home } = ordinaryUser();
    const user = planUser(login);
    let restore: () => void;
    beforeAll(() => {
      restore = become(user);
    });
    afterAll(() => restore());
    describeEngineContract(name, () => makeSubject(user, home));
  });
}
