import type { EngineName } from '../config/config.ts';
import { STRATEGIES } from './discover.ts';
import type { EngineProblem } from './engine.ts';
import type { Environment } from './finding.ts';
import { inTime } from './in-time.ts';
import type { OwnContainers } from './own-containers.ts';
import { noAnswerInTime } from './problems.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';

/** What an engine gave, with what can be done about it. */
export interface FromEngine<T> {
  readonly engine: EngineName;
  readonly containers: OwnContainers;
  readonly value: T;
}

/** In milliseconds; an engine that is well answers in a few. */
const PATIENCE = 10_000;

/**
 * Asks all engines that are there, at once; one that is not there, or not to be used, has nothing. In the order in which
 * they are looked for.
 */
export async function askEngines<T>(
  env: Environment,
  ask: (containers: OwnContainers) => Promise<Result<T, EngineProblem>>,
): Promise<readonly Result<FromEngine<T>, EngineProblem>[]> {
  const answers = await Promise.all(
    STRATEGIES.map(async ({ engine, look }) => {
      const finding = await look(env);
      if (finding.kind !== 'usable' || finding.containers === undefined) return [];
      const { at, containers: open } = finding;
      const late = err(noAnswerInTime(engine, PATIENCE, at));
      return [
        await inTime(PATIENCE, late, async (signal) => {
          const opened = await open(signal);
          if (!opened.ok) return opened;
          const answer = await ask(opened.value);
          return answer.ok ? ok({ engine, containers: opened.value, value: answer.value }) : answer;
        }),
      ];
    }),
  );
  return answers.flat();
}
