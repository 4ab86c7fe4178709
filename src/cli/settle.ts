import type { Outcome } from './command.ts';
import { endAtOnce, endBySignal, endWith } from './end-process.ts';
import type { Audience } from './report-problems.ts';

/** Turns a command's outcome into words on stderr and the end of this process. */
export async function settle(outcome: Outcome, audience: Audience): Promise<void> {
  switch (outcome.kind) {
    case 'exited':
      if (outcome.atOnce) endAtOnce(outcome.status);
      else endWith(outcome.status);
      return;
    case 'signaled':
      endBySignal(outcome.signal);
      return;
    case 'failed': {
      const { reportProblems } = await import('./report-problems.ts');
      endWith(reportProblems(outcome.problems, audience));
    }
  }
}
