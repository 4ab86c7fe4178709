import type { Tool } from '../catalog/tool.ts';
import { offerOtherSources } from '../engines/problems.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { oneOfSeveral, type Work } from '../kernel/work.ts';
import type { AnyProblem } from './any-problem.ts';
import { atOnce } from './at-once.ts';
import type { CommandMain } from './command.ts';
import { done, failed } from './command.ts';
import { findPin } from './find-pin.ts';
import type { Lockable } from './lockable.ts';
import { readLockable } from './lockable.ts';
import { workVisibly } from './work-visibly.ts';

/** How many images come at a time; each in several layers at a time. */
const AT_ONCE = 3;

/** `tackle pull [TOOLBOX…]`: makes everything present that the project's tools need. */
export const main: CommandMain = async ({ words }, context) => {
  const lockable = await readLockable({ words, versions: 'locked' }, context);
  if (!lockable.ok) return failed(...lockable.error);
  const pulled = await workVisibly(context, (work) =>
    atOnce(lockable.value.tools, AT_ONCE, (tool) =>
      oneOfSeveral(work, (own) => pull(tool, lockable.value, own)),
    ),
  );
  if ('kind' in pulled) return pulled;
  const problems = pulled.flatMap((each) => (each.ok ? [] : [each.error]));
  return problems.length === 0 ? done : failed(...problems);
};

async function pull(
  tool: Tool,
  { lock, config, platform, findEngine }: Lockable,
  work: Work,
): Promise<Result<void, AnyProblem>> {
  const frozen = config.frozen?.value === true;
  const pin = await findPin(tool, { lock, frozen, platform, findEngine }, work);
  if (!pin.ok) return pin;
  const engine = await findEngine();
  if (!engine.ok) return engine;
  const image = await engine.value.ensure(pin.value, platform, work);
  return image.ok ? ok(undefined) : err(offerOtherSources(image.error, tool.alternatives));
}
