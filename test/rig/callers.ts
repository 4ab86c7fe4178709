import { chownSync } from 'node:fs';
import type { TackleOptions } from './run-tackle.ts';
import { asUser, ordinaryUser, type OrdinaryUser } from './user.ts';

/** Who types a command in a test: `test.for(CALLERS)('… %s', …)`. */
export const CALLERS = ['root', 'an ordinary user'] as const;

/** One of them; whoever runs the tests is `root` here, and no user in particular. */
export interface Caller {
  readonly user: OrdinaryUser | undefined;
  /** Makes a launch the caller's own, with a home of the test's choice or else the rig's. */
  launching(home?: string): Required<Pick<TackleOptions, 'through' | 'env'>>;
  /** Gives paths to the caller. */
  own(...paths: readonly string[]): void;
}

export function callerCalled(who: (typeof CALLERS)[number]): Caller {
  const user = who === 'root' ? undefined : ordinaryUser();
  return {
    user,
    launching: (home = user?.home) => {
      const env = home === undefined ? {} : { HOME: home };
      if (user === undefined) return { through: [], env };
      const through = [...asUser(user), 'env', ...(home === undefined ? [] : [`HOME=${home}`])];
      return { through, env: { ...env, XDG_CACHE_HOME: undefined } };
    },
    own: (...paths) => {
      if (user) for (const path of paths) chownSync(path, user.uid, user.gid);
    },
  };
}
