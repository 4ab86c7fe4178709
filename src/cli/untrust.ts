import { removeLedgerFile } from '../host/change-ledger.ts';
import { projectIdentity } from '../host/project-identity.ts';
import { realPathOf } from '../host/real-path.ts';
import { ledgerFile, ledgerFiles, readLedgerFile } from '../host/trust-ledger.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import { ledgerUnusable, notThere } from '../trust/problems.ts';
import { parseRecords } from '../trust/records.ts';
import type { CommandMain, Context } from './command.ts';
import { done, failed } from './command.ts';
import { contextAt, readProject } from './trust.ts';

/** `tackle untrust [DIRECTORY]`. */
export const main: CommandMain = async ({ words }, context) => {
  const at = contextAt(words[0], context);
  const root = await projectAt(at);
  const own = ledgerFile(projectIdentity(root, process.getuid?.() ?? -1), context.env);
  // One that was moved or removed is found by where it was.
  const files = [own, ...ledgerFiles(context.env).filter((file) => isOf(root, file))];
  try {
    const removed = files.map(removeLedgerFile);
    return removed.includes(true) ? done : failed(notThere(root));
  } catch (error) {
    return failed(ledgerUnusable(own, (error as Error).message));
  }
};

/** Physical. Where the config has faults, or there is none any more, the directory itself. */
async function projectAt(at: Context): Promise<AbsolutePath> {
  const written = await readProject(at);
  const root = (written.ok ? written.value.config.project?.root : undefined) ?? at.cwd.logical;
  return realPathOf(root) ?? root;
}

function isOf(root: AbsolutePath, file: AbsolutePath): boolean {
  return parseRecords(readLedgerFile(file) ?? '')?.project === root;
}
