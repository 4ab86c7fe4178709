import { unreachable } from '../kernel/unreachable.ts';
import type { Facts, LockFact } from './facts.ts';
import { fault, fine, warning, type Line } from './line.ts';

/** The project here. */
export function judgeProject({ project }: Facts): readonly Line[] {
  if (project === undefined)
    return [fine('config', 'no `tackle.yaml` in this directory or above it')];
  const { config, problems, lock, trust } = project;
  if (problems.length > 0) {
    return problems.map(({ message, hint }) => fault('config', message, hint ?? SHOW));
  }
  return [
    fine('config', `\`${config}\``),
    ...(lock === undefined ? [] : judgeLock(lock)),
    trust === undefined
      ? fine('trust', 'it has all that it asks for')
      : fault('trust', trust.message, trust.hint),
  ];
}

const SHOW = 'see where with `tackle config show`';

function judgeLock(lock: LockFact): readonly Line[] {
  switch (lock.state) {
    case 'none':
      return [warning('lock', 'there is no `tackle.lock`: versions may change', LOCK)];
    case 'unusable':
      return [fault('lock', lock.problem.message, lock.problem.hint)];
    case 'read':
      return lock.notLocked.length === 0
        ? [fine('lock', 'all toolboxes are locked')]
        : lock.notLocked.map(({ toolbox, why }) =>
            warning('lock', `\`${toolbox}\` is not locked: ${why}`, LOCK),
          );
    default:
      return unreachable(lock);
  }
}

const LOCK = 'run `tackle lock`';
