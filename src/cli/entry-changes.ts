import type { Work } from '../kernel/work.ts';
import { changesBetween } from '../lock/compare-entries.ts';
import type { ToolboxChanges } from './changes-listing.ts';
import { lockedSize } from './locked-size.ts';
import type { Lockable } from './lockable.ts';
import type { MadeEntry } from './make-entry.ts';

/** What an entry changes of a toolbox, and how large both are where it changes anything. */
export async function entryChanges(
  toolbox: string,
  { entry, size: after }: MadeEntry,
  lockable: Lockable,
  env: NodeJS.ProcessEnv,
  work: Work,
): Promise<ToolboxChanges> {
  const locked = lockable.lock.get(toolbox);
  const changes = changesBetween(locked, entry, lockable.platform);
  if (changes.length === 0) return { toolbox, changes };
  const before = locked && (await lockedSize(locked, lockable, env, work));
  const sizes = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  return { toolbox, changes, sizes };
}
