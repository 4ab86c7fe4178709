import type { Tool } from '../catalog/tool.ts';
import { offerOtherSources } from '../engines/problems.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { oneOfSeveral, type Work } from '../kernel/work.ts';
import { imageName } from '../plan/image-name.ts';
import type { AnyProblem } from './any-problem.ts';
import { atOnce } from './at-once.ts';
import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import { findPin } from './find-pin.ts';
import type { Lockable } from './lockable.ts';
import { inTurn, type Turns } from './in-turn.ts';
import { readLockable } from './lockable.ts';
import { shownTable } from './shown-table.ts';
import { workVisibly } from './work-visibly.ts';
import { writeOut } from './write-out.ts';

/** How many images come at a time; each in several layers at a time. */
const AT_ONCE = 3;

/**
 * `tackle pull [TOOLBOX…]`: makes everything present that the project's tools need. An image that several toolboxes name
 * comes once.
 */
export const main: CommandMain = async ({ words }, context) => {
  const lockable = await readLockable({ words, versions: 'locked' }, context);
  if (!lockable.ok) return lockable.error;
  const { tools } = lockable.value;
  const turns: Turns = new Map();
  const pulled = await workVisibly(context, (work) =>
    atOnce(tools, AT_ONCE, (tool) =>
      oneOfSeveral(work, (own) => pull(tool, lockable.value, turns, own)),
    ),
  );
  if ('kind' in pulled) return pulled;
  const present = tools.filter((_, at) => pulled[at]?.ok === true);
  const shown = await writeOut(shownTable(present.map(({ asked }) => [asked, 'present'])));
  const problems = pulled.flatMap((each) => (each.ok ? [] : [each.error]));
  return problems.length === 0 || shown.kind !== 'exited' ? shown : failed(...problems);
};

async function pull(
  tool: Tool,
  lockable: Lockable,
  turns: Turns,
  work: Work,
): Promise<Result<void, AnyProblem>> {
  const { platform, findEngine } = lockable;
  const pin = await findPin(tool, lockable, work);
  if (!pin.ok) return pin;
  const engine = await findEngine();
  if (!engine.ok) return engine;
  const image = await inTurn(turns, imageName(pin.value), () =>
    engine.value.ensure(pin.value, platform, work),
  );
  return image.ok ? ok(undefined) : err(offerOtherSources(image.error, tool.alternatives));
}
