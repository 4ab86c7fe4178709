import { execFileSync } from 'node:child_process';
import { absolutePathOf } from '../../src/kernel/brand.ts';
import type { PlanUser } from '../../src/plan/launch-plan.ts';

/** An account of this machine, as a plan has it. */
export function planUser(name: string): PlanUser {
  const id = (...args: string[]) =>
    execFileSync('id', [...args, name], { encoding: 'utf8' }).trim();
  return {
    uid: Number(id('-u')),
    gid: Number(id('-g')),
    groups: id('-G').split(' ').map(Number),
    name,
    group: id('-gn'),
    home: absolutePathOf(`/home/${name}`)!,
    umask: 0o022,
  };
}
