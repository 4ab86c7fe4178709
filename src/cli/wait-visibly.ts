import { once } from 'node:events';
import type { Context, Outcome } from './command.ts';
import { workVisibly } from './work-visibly.ts';

/**
 * Waits for something that takes no signal, shown as one task. Whoever interrupts it waits no longer, and what becomes of it
 * is of no use to anybody.
 */
export async function waitVisibly<T>(
  context: Context,
  named: { readonly task: string; readonly subject: string },
  act: () => Promise<T>,
): Promise<T | Extract<Outcome, { kind: 'signaled' }>> {
  return await workVisibly(context, async ({ report, signal }) => {
    report({ kind: 'started', ...named });
    // When it is the signal that comes first, that is the outcome, and nobody sees this.
    const result = await Promise.race([act(), once(signal, 'abort') as Promise<never>]);
    report({ kind: 'finished', ...named });
    return result;
  });
}
