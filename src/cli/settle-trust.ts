import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { TrustProblem } from '../trust/problems.ts';
import { turnedDown } from '../trust/problems.ts';
import { checkTrust } from './check-trust.ts';
import type { Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import type { ContextsNow } from './contexts.ts';
import type { WrittenConfig } from './read-surroundings.ts';

/** What whoever is asked can mend. */
const ASKED: readonly TrustProblem['code'][] = [
  'trust/not-trusted',
  'trust/changed',
  'trust/context-changed',
];

/**
 * Goes before everything that obeys the project's config: before anything is looked up, fetched, built or run. Where
 * the project is not trusted and there is somebody to ask, they are asked; else that is the end of it.
 */
export async function settleTrust(
  here: WrittenConfig,
  contexts: ContextsNow,
  { env }: Context,
): Promise<Result<void, Outcome>> {
  const checked = await checkTrust(here, contexts, env);
  if (checked.ok) return checked;
  const problem = checked.error;
  const canBeAsked = process.stdin.isTTY && process.stderr.isTTY;
  if (!ASKED.includes(problem.code) || !canBeAsked) return err(failed(problem));
  const { askAndRecord } = await import('./ask-trust.ts');
  const answer = await askAndRecord(here, contexts, env, problem);
  if (answer === 'interrupted') return err({ kind: 'signaled', signal: 'SIGINT' });
  if (answer === 'no') return err(failed(turnedDown()));
  return answer.ok ? ok(undefined) : err(failed(...answer.error));
}
