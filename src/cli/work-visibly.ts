import type { Work } from '../kernel/work.ts';
import type { Context, Outcome } from './command.ts';
import { Interruption } from './interruption.ts';
import { ourStderr } from './our-stderr.ts';
import { progressDisplay } from './progress.ts';
import { isKept, type Noted } from './noted.ts';

/**
 * Does something that may take time: its progress is shown while it lasts and gone when it ends, and a
 * signal interrupts it and becomes the outcome.
 */
export async function workVisibly<T>(
  { options, env, account }: Context,
  doWork: (work: Work) => Promise<T>,
): Promise<T | Extract<Outcome, { kind: 'signaled' }>> {
  using interruption = new Interruption();
  const progress = progressDisplay(ourStderr(), options.verbosity, env);
  interruption.signal.addEventListener('abort', () => progress.stopping(), { once: true });
  const noted: Noted[] = [];
  try {
    const result = await doWork({
      signal: interruption.signal,
      report: (event) => {
        progress.report(event);
        account?.heed(event);
        if (isKept(event)) noted.push({ at: Date.now(), event });
      },
    });
    const signal = interruption.caught;
    return signal === undefined ? result : { kind: 'signaled', signal };
  } finally {
    progress.close();
    if (noted.length > 0) {
      const { keepLogs } = await import('./keep-logs.ts');
      keepLogs(noted, interruption.caught !== undefined, env);
    }
  }
}
