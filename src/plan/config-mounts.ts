import type { ToolboxId } from '../catalog/tool.ts';
import type { MountSpec } from '../config/config.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Located } from '../kernel/place.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { MountFacts, ProjectFacts } from './host-facts.ts';
import type { BindMount, Mount } from './launch-plan.ts';
import type { Refusal } from './never-mounted.ts';
import type { WhyNeverShared } from './never-shared.ts';
import type { NotMounted } from './not-mounted.ts';
import { liesBelow, liesIn } from './path-within.ts';
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
  for (const mount of mounts) {
    const source = sourceOf(mount.value, made, rules);
    if (!source.ok) return err(notMounted(mount, source.error));
    const why = whyNotAt(mount.value.target, made, rules);
    if (why !== undefined) return err(notMounted(mount, why));
    made.push(mountAt(mount.value, source.value));
  }
  return ok(made);
}

function mountAt(mount: MountSpec, source: AbsolutePath): Mount {
  const { target } = mount;
  if (mount.kind === 'memory') return { kind: 'private', target, mode: 0o1777 };
  const purpose = mount.kind === 'bind' ? 'mount' : 'volume';
  return { kind: 'bind', source, target, access: mount.access, purpose };
}

/** Where on the host it is; `/` for what is nowhere. */
function sourceOf(
  mount: MountSpec,
  made: readonly Mount[],
  { toolbox, project, homesDir, mountFacts, others, whyNever }: MountRules,
): Result<AbsolutePath, NotMounted> {
  if (mount.kind === 'memory') return ok('/' as AbsolutePath);
  const sources = others.map((other) => other.source);
  if (mount.kind === 'volume') {
    const directory = volumeDirectory(homesDir, toolbox, project, mount.name);
    const within = sources.find((source) => liesIn(directory, source));
    return within === undefined ? ok(directory) : err({ kind: 'in-another', directory: within });
  }
  const { source } = mount;
  const at = mountFacts.sources.get(source);
  if (at === undefined) return err({ kind: 'absent' });
  const never = whyNever(at, source);
  if (never !== undefined) return err({ kind: 'never', why: never });
  const own = mountFacts.ownDirectories.find(isOneInTheOther(source));
  if (own !== undefined) return err({ kind: 'of-tackle', directory: own });
  const [, link] = at.names;
  if (link !== undefined) return err({ kind: 'link', path: at.names.at(-1) ?? link });
  const another = [...sources, ...made.flatMap((one) => (one.kind === 'bind' ? [one.source] : []))]
    .filter((other) => other !== source)
    .find(isOneInTheOther(source));
  return another === undefined ? ok(source) : err({ kind: 'in-another', directory: another });
}

function isOneInTheOther(path: AbsolutePath): (other: AbsolutePath) => boolean {
  return (other) => liesIn(path, other) || liesBelow(other, path);
}

function whyNotAt(
  target: AbsolutePath,
  made: readonly Mount[],
  { others, refusal }: MountRules,
): NotMounted | undefined {
  const why = refusal(target);
  if (why !== undefined) return { kind: 'never', why };
  const all = [...others, ...made];
  const isTaken = all.some((one) => liesIn(target, one.target));
  if (isTaken) return { kind: 'taken' };
  return all.some((one) => liesBelow(one.target, target)) ? { kind: 'above-another' } : undefined;
}
