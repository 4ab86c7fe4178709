import type { Tool } from '../catalog/tool.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { changesBetween } from '../lock/compare-entries.ts';
import type { AnyProblem } from './any-problem.ts';
import type { ToolboxChanges } from './changes-listing.ts';
import { changesText } from './changes-listing.ts';
import type { CommandMain, Context } from './command.ts';
import { done, failed } from './command.ts';
import { lockedSize } from './locked-size.ts';
import type { Lockable } from './lockable.ts';
import { readLockable } from './lockable.ts';
import { makeEntry } from './make-entry.ts';
import { ourStderr } from './our-stderr.ts';
import { workVisibly } from './work-visibly.ts';
import { writeJson, writeOut } from './write-out.ts';

/** `tackle outdated [TOOLBOX…] [--json]`: what `tackle update` would change. Nothing is built or written. */
export const main: CommandMain = async ({ words, options }, context) => {
  const lockable = await readLockable({ words, versions: 'shipped' }, context);
  if (!lockable.ok) return failed(...lockable.error);
  const found = await workVisibly(context, (work) => outdated(lockable.value, context, work));
  if ('kind' in found) return found;
  if (!found.ok) return failed(found.error);
  if (options['json'] === true) return await writeJson(found.value);
  const text = changesText(found.value);
  if (text !== '') return await writeOut(text);
  ourStderr().write('tackle: nothing newer than what is locked\n');
  return done;
};

async function outdated(
  lockable: Lockable,
  context: Context,
  work: Work,
): Promise<Result<readonly ToolboxChanges[], AnyProblem>> {
  const all: ToolboxChanges[] = [];
  for (const tool of lockable.tools) {
    const changes = await changesOf(tool, lockable, context, work);
    if (!changes.ok) return changes;
    if (changes.value.changes.length > 0) all.push(changes.value);
  }
  return ok(all);
}

async function changesOf(
  tool: Tool,
  lockable: Lockable,
  { env }: Context,
  work: Work,
): Promise<Result<ToolboxChanges, AnyProblem>> {
  const { lock, platform } = lockable;
  const toolbox = tool.asked;
  const before = lock.get(toolbox);
  if (before === undefined) return ok({ toolbox, changes: [{ what: 'not locked' }] });
  if (before.kind === 'packages' && tool.source.kind === 'packages') {
    return ok({ toolbox, changes: [] });
  }
  if (tool.source.kind === 'packages') {
    return ok({ toolbox, changes: [{ what: 'source', before: before.kind, after: 'packages' }] });
  }
  const newest = await makeEntry(tool, lockable, { env, which: 'newest' }, work);
  if (!newest.ok) return newest;
  const { entry, size: after } = newest.value;
  const changes = changesBetween(before, entry, platform);
  const size = changes.length === 0 ? undefined : await lockedSize(before, lockable, env, work);
  return ok({
    toolbox,
    changes,
    sizes: {
      ...(size !== undefined && { before: size }),
      ...(after !== undefined && { after }),
    },
  });
}
