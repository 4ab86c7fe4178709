import type { Tool } from '../catalog/tool.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { notBuilt } from '../lock/problems.ts';
import type { AnyProblem } from './any-problem.ts';
import type { CommandMain } from './command.ts';
import { done, failed } from './command.ts';
import { findPin } from './find-pin.ts';
import type { Lockable } from './lockable.ts';
import { readLockable } from './lockable.ts';
import { workVisibly } from './work-visibly.ts';

/**
 * `tackle build [TOOLBOX…]`: builds anew what is built on this machine, even where it is there. From a lock it has to
 * come out as the lock says.
 */
export const main: CommandMain = async ({ words }, context) => {
  const lockable = await readLockable({ words, versions: 'locked' }, context);
  if (!lockable.ok) return lockable.error;
  const { tools } = lockable.value;
  const image = tools.find(({ source }) => source.kind === 'image');
  if (words.length > 0 && image) return failed(notBuilt(image.asked));
  const built = await workVisibly(context, async (work) => {
    for (const tool of tools) {
      const one = await build(tool, lockable.value, work);
      if (!one.ok) return one;
    }
    return ok(undefined);
  });
  if ('kind' in built) return built;
  return built.ok ? done : failed(built.error);
};

async function build(
  tool: Tool,
  lockable: Lockable,
  work: Work,
): Promise<Result<void, AnyProblem>> {
  const { platform, findEngine } = lockable;
  const pin = await findPin(tool, lockable, work);
  if (!pin.ok) return pin;
  if (pin.value.kind !== 'packages' && pin.value.kind !== 'dockerfile') return ok(undefined);
  const engine = await findEngine();
  return engine.ok ? await engine.value.build(pin.value, platform, work) : engine;
}
