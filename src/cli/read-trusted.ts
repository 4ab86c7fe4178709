import type { Config, Project } from '../config/config.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { TrustProblem } from '../trust/problems.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import { readWritten, type WrittenConfig } from './read-surroundings.ts';

/** Whether a project may do what is about to be done for it. */
type Check = (here: WrittenConfig, project: Project) => Promise<Result<void, TrustProblem>>;

/** The config, as it is now, where its project passes; also where there is no project. */
export async function readTrusted(
  context: Context,
  check: Check,
): Promise<Result<Config, readonly AnyProblem[]>> {
  const written = await readWritten(context);
  if (!written.ok) return written;
  const { config } = written.value;
  if (config.project === undefined) return ok(config);
  const trusted = await check(written.value, config.project);
  return trusted.ok ? ok(config) : err([trusted.error]);
}
