import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { changesBetween } from '../lock/compare-entries.ts';
import type { LockEntry } from '../lock/lock.ts';
import type { AnyProblem } from './any-problem.ts';
import type { ToolboxChanges } from './changes-listing.ts';
import { changesText } from './changes-listing.ts';
import type { CommandMain, Context } from './command.ts';
import { done, failed } from './command.ts';
import { lockedSize } from './locked-size.ts';
import type { Lockable } from './lockable.ts';
import { readLockable } from './lockable.ts';
import { makeEntry, snapshotOf, type EntryOptions } from './make-entry.ts';
import { ourStderr } from './our-stderr.ts';
import { workVisibly } from './work-visibly.ts';
import { changeLock } from './write-lock.ts';
import { writeJson, writeOut } from './write-out.ts';

/** `tackle update [TOOLBOX…] [--json]`: what is newest within what was asked becomes what is locked. */
export const main: CommandMain = async ({ words, options }, context) => {
  const lockable = await readLockable({ words, versions: 'shipped' }, context);
  if (!lockable.ok) return failed(...lockable.error);
  const updated = await workVisibly(context, (work) =>
    update(lockable.value, snapshotOf(options), context, work),
  );
  if ('kind' in updated) return updated;
  if (!updated.ok) return failed(updated.error);
  if (options['json'] === true) return await writeJson(updated.value);
  const text = changesText(updated.value);
  if (text !== '') return await writeOut(text);
  ourStderr().write('tackle: nothing newer than what is locked\n');
  return done;
};

async function update(
  lockable: Lockable,
  snapshot: Pick<EntryOptions, 'snapshot'>,
  { env }: Context,
  work: Work,
): Promise<Result<readonly ToolboxChanges[], AnyProblem>> {
  const made = new Map<string, LockEntry>();
  const all: ToolboxChanges[] = [];
  for (const tool of lockable.tools) {
    const entry = await makeEntry(tool, lockable, { env, which: 'newest', ...snapshot }, work);
    if (!entry.ok) return entry;
    const after = entry.value;
    const before = lockable.lock.get(tool.asked);
    const changes = changesBetween(before, after.entry, lockable.platform);
    if (changes.length === 0) continue;
    made.set(tool.asked, after.entry);
    const size = before && (await lockedSize(before, lockable, env, work));
    all.push({
      toolbox: tool.asked,
      changes,
      sizes: {
        ...(size !== undefined && { before: size }),
        ...(after.size !== undefined && { after: after.size }),
      },
    });
  }
  const changed = await changeLock(
    lockable.project.root,
    env,
    work,
    (lock) => new Map([...lock, ...made]),
  );
  return changed.ok ? ok(all) : err(changed.error);
}
