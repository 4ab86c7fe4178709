import type { Config } from '../config/config.ts';
import type { Engine } from '../engines/engine.ts';
import type { Result } from '../kernel/result.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';

/** Gives the engine; it is looked for the first time it is needed. */
export type EngineFinder = () => Promise<Result<Engine, AnyProblem>>;

export function engineFinder(config: Config, env: Context['env']): EngineFinder {
  let found: ReturnType<EngineFinder> | undefined;
  const find: EngineFinder = async () => {
    const { discoverEngine } = await import('../engines/discover.ts');
    return discoverEngine(config, env);
  };
  return () => (found ??= find());
}
