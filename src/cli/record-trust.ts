import { changeLedgerFile } from '../host/change-ledger.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Power } from '../trust/power.ts';
import { ledgerInProject, ledgerUnusable, type TrustProblem } from '../trust/problems.ts';
import { parseRecords, printRecords, withTrusted, type Trusted } from '../trust/records.ts';
import type { Context } from './command.ts';
import { digestsIn, type ContextsNow } from './contexts.ts';
import type { TrustHere } from './trust-here.ts';

/** Writes down that the project is trusted with what was shown, and with nothing that it has become since. */
export async function recordTrust(
  { root, content, ledger, isLedgerWithin }: TrustHere,
  powers: readonly Power[],
  contexts: ContextsNow,
  env: Context['env'],
): Promise<Result<void, TrustProblem>> {
  if (isLedgerWithin) return err(ledgerInProject(ledger));
  const trusted: Trusted = {
    content,
    contexts: digestsIn(contexts),
    powers: powers.map(({ says }) => says),
    at: Date.now(),
  };
  try {
    await changeLedgerFile(ledger, env, (before) => {
      const records = before === undefined ? undefined : parseRecords(before);
      return printRecords(withTrusted(records, root, trusted));
    });
    return ok(undefined);
  } catch (error) {
    return err(ledgerUnusable(ledger, (error as Error).message));
  }
}
