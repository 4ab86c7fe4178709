import type { Config } from '../config/config.ts';
import type { Engine } from '../engines/engine.ts';
import type { Result } from '../kernel/result.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import { during, type LaunchAccount } from './launch-account.ts';

/** Gives the engine; it is looked for the first time it is needed. */
export type EngineFinder = () => Promise<Result<Engine, AnyProblem>>;

export function engineFinder(
  config: Config,
  env: Context['env'],
  account?: LaunchAccount,
): EngineFinder {
  let found: ReturnType<EngineFinder> | undefined;
  const find: EngineFinder = async () => {
    const { discoverEngine } = await import('../engines/discover.ts');
    return discoverEngine(config, env, (chosen) => account?.found(chosen));
  };
  return () => (found ??= during(account, 'engine', find));
}
