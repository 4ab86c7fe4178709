import type { ToolboxId } from '../catalog/tool.ts';
import type { MountSpec } from '../config/config.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import { areOneInTheOther, liesBelow, liesIn } from '../kernel/path-within.ts';
import type { Located } from '../kernel/place.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { MountFacts, ProjectFacts } from './host-facts.ts';
import type { BindMount, Mount } from './launch-plan.ts';
import type { Refusal } from './never-mounted.ts';
import type { WhyNeverShared } from './never-shared.ts';
import type { NotMounted } from './not-mounted.ts';
import { notMounted, type PlanProblem } from './problems.ts';
import { volumeDirectory } from './toolbox-home.ts';

/** What mounts of a config are planned by. */
export interface MountRules {
  readonly toolbox: ToolboxId;
  readonly project: ProjectFacts;
  readonly homesDir: AbsolutePath;
  readonly mountFacts: MountFacts;
  /** What is mounted anyhow. */
  readonly others: readonly BindMount[];
  readonly refusal: Refusal;
  readonly whyNever: WhyNeverShared;
}

/**
 * What a config has mounted besides the project. No target lies in anything that tools write to, nor does a source, and no
 * source has a link in its path: whoever can put a link there would choose what is mounted, and where (bubblewrap follows
 * those of targets as well, with all of the machine in reach).
 */
export function configMounts(
  mounts: readonly Located<MountSpec>[],
  rules: MountRules,
): Result<readonly Mount[], PlanProblem> {
  const made: Mount[] = [];
  for (const one of mounts) {
    const mount = mountFor(one.value, made, rules);
    if (!mount.ok) return err(notMounted(one, mount.error));
    const why = whyNotAt(mount.value.target, made, rules);
    if (why !== undefined) return err(notMounted(one, why));
    made.push(mount.value);
  }
  return ok(made);
}

function mountFor(
  mount: MountSpec,
  made: readonly Mount[],
  rules: MountRules,
): Result<Mount, NotMounted> {
  const { target } = mount;
  switch (mount.kind) {
    case 'memory':
      return ok({ kind: 'private', target, mode: 0o1777 });
    case 'volume': {
      const { toolbox, project, homesDir, others } = rules;
      const source = volumeDirectory(homesDir, toolbox, project, mount.name);
      const another = others.find((other) => liesIn(source, other.source));
      if (another !== undefined) return err({ kind: 'in-another', directory: another.source });
      return ok({ kind: 'bind', source, target, access: mount.access, purpose: 'volume' });
    }
    case 'bind': {
      const { source, access } = mount;
      const why = whyNotFrom(source, made, rules);
      return why ? err(why) : ok({ kind: 'bind', source, target, access, purpose: 'mount' });
    }
    default:
      return unreachable(mount);
  }
}

function whyNotFrom(
  source: AbsolutePath,
  made: readonly Mount[],
  { mountFacts, others, whyNever }: MountRules,
): NotMounted | undefined {
  const found = mountFacts.sources.get(source);
  if (found === undefined) return { kind: 'absent' };
  const never = whyNever(found, source);
  if (never !== undefined) return { kind: 'never', why: never };
  const own = mountFacts.ownDirectories.find((each) => areOneInTheOther(source, each));
  if (own !== undefined) return { kind: 'of-tackle', directory: own };
  const link = found.names.slice(1).at(-1);
  if (link !== undefined) return { kind: 'link', path: link };
  const another = [...others, ...made]
    .flatMap((mount) => (mount.kind === 'bind' ? [mount.source] : []))
    .find((other) => other !== source && areOneInTheOther(source, other));
  return another && { kind: 'in-another', directory: another };
}

function whyNotAt(
  target: AbsolutePath,
  made: readonly Mount[],
  { others, refusal }: MountRules,
): NotMounted | undefined {
  const why = refusal(target);
  if (why !== undefined) return { kind: 'never', why };
  const targets = [...others, ...made].map((mount) => mount.target);
  if (targets.some((other) => liesIn(target, other))) return { kind: 'taken' };
  return targets.some((other) => liesBelow(other, target)) ? { kind: 'above-another' } : undefined;
}
