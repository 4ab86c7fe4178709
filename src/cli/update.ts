import type { Work } from '../kernel/work.ts';
import type { LockEntry } from '../lock/lock.ts';
import type { AnyProblem } from './any-problem.ts';
import type { ToolboxChanges } from './changes-listing.ts';
import { changesText } from './changes-listing.ts';
import type { CommandMain, Context } from './command.ts';
import { done, failed } from './command.ts';
import { entryChanges } from './entry-changes.ts';
import { findNewer } from './find-newer.ts';
import type { Lockable } from './lockable.ts';
import { readLockable } from './lockable.ts';
import { makeEntry, snapshotOf, type EntryOptions } from './make-entry.ts';
import { remark } from './remark.ts';
import { workVisibly } from './work-visibly.ts';
import { changeLock } from './write-lock.ts';
import { writeJson, writeOut } from './write-out.ts';

/** `tackle update [TOOLBOX…] [--json]`: what is newest within what was asked becomes what is locked. */
export const main: CommandMain = async ({ words, options }, context) => {
  const lockable = await readLockable({ words, versions: 'shipped' }, context);
  if (!lockable.ok) return lockable.error;
  const updated = await workVisibly(context, (work) =>
    update(lockable.value, snapshotOf(options), context, work),
  );
  if ('kind' in updated) return updated;
  const { all, problems } = updated;
  const asJson = options['json'] === true;
  const shown = await (asJson ? writeJson(all) : writeOut(changesText(all)));
  if (shown.kind !== 'exited') return shown;
  if (problems.length > 0) return failed(...problems);
  if (all.length === 0 && !asJson) {
    remark('tackle: nothing newer than what is locked\n', context);
  }
  return done;
};

/** What is locked now, and what could not be found out. */
interface Updated {
  readonly all: readonly ToolboxChanges[];
  readonly problems: readonly AnyProblem[];
}

async function update(
  lockable: Lockable,
  snapshot: Pick<EntryOptions, 'snapshot'>,
  { env }: Context,
  work: Work,
): Promise<Updated> {
  const made = new Map<string, LockEntry>();
  const all: ToolboxChanges[] = [];
  const problems: AnyProblem[] = [];
  const newer = findNewer(lockable, env, work);
  for (const tool of lockable.tools) {
    // What would come out as it is locked is not built to see that.
    const isBuilt = tool.source.kind === 'packages' && snapshot.snapshot === undefined;
    const found = isBuilt ? await newer(tool) : undefined;
    if (found?.ok === true && found.value.changes.length === 0) continue;
    const entry = await makeEntry(tool, lockable, { env, which: 'newest', ...snapshot }, work);
    if (work.signal.aborted) break;
    // What was made for the others is not lost over this one.
    if (!entry.ok) {
      problems.push(entry.error);
      continue;
    }
    const changes = await entryChanges(tool.asked, entry.value, lockable, env, work);
    if (changes.changes.length === 0) continue;
    made.set(tool.asked, entry.value.entry);
    all.push(changes);
  }
  const changed = await changeLock(
    lockable.project.root,
    env,
    work,
    (lock) => new Map([...lock, ...made]),
  );
  return changed.ok ? { all, problems } : { all: [], problems: [...problems, changed.error] };
}
