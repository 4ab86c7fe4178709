import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { AnyProblem } from './any-problem.ts';
import { atOnce } from './at-once.ts';
import type { ToolboxChanges } from './changes-listing.ts';
import { changesText } from './changes-listing.ts';
import type { CommandMain, Context } from './command.ts';
import { done, failed } from './command.ts';
import { findNewer } from './find-newer.ts';
import type { Lockable } from './lockable.ts';
import { readLockable } from './lockable.ts';
import { remark } from './remark.ts';
import { workVisibly } from './work-visibly.ts';
import { writeJson } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** How many registries and mirrors are asked at a time. */
const AT_ONCE = 4;

/** `tackle outdated [TOOLBOX…] [--json]`: what `tackle update` would change. Nothing is built or written. */
export const main: CommandMain = async ({ words, options }, context) => {
  const lockable = await readLockable({ words, versions: 'shipped' }, context);
  if (!lockable.ok) return lockable.error;
  const found = await workVisibly(context, (work) => outdated(lockable.value, context, work));
  if ('kind' in found) return found;
  if (!found.ok) return failed(found.error);
  if (options['json'] === true) return await writeJson(found.value);
  const text = changesText(found.value);
  if (text !== '') return await writePaged(text, context);
  remark('tackle: nothing newer than what is locked\n', context);
  return done;
};

async function outdated(
  lockable: Lockable,
  context: Context,
  work: Work,
): Promise<Result<readonly ToolboxChanges[], AnyProblem>> {
  const all: ToolboxChanges[] = [];
  const found = await atOnce(lockable.tools, AT_ONCE, findNewer(lockable, context.env, work));
  for (const changes of found) {
    if (!changes.ok) return changes;
    if (changes.value.changes.length > 0) all.push(changes.value);
  }
  return ok(all);
}
