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
import { below, liesBelow, liesIn, partsOf } from './path-within.ts';
import { notMounted, type PlanProblem } from './problems.ts';
import { volumeDirectory } from './toolbox-home.ts';
import type { ToolboxId } from '../catalog/tool.ts';

/** What mounts of a config are planned by. */
export interface MountRules {
  readonly toolbox: ToolboxId;
  readonly project: ProjectFacts;
  readonly homesDir: AbsolutePath;
  readonly mountFacts: MountFacts;
  /** What is mounted anyhow. */
  readonly others: readonly BindMount[];
  readonly home: AbsolutePath;
  readonly refusal: Refusal;
  readonly whyNever: WhyNeverShared;
}

/**
 * What a config has mounted besides the project. What lies in one view of the project is seen in each of them, and what lies
 * in a home directory of the image's (`/root`, `/home/NAME`) in the tool's own as well, since the tool is another user.
 */
export function configMounts(
  mounts: readonly Located<MountSpec>[],
  rules: MountRules,
): Result<readonly Mount[], PlanProblem> {
  const made: Mount[] = [];
  for (const mount of mounts) {
    const source = sourceOf(mount.value, made, rules);
    if (!source.ok) return err(notMounted(mount, source.error));
    for (const target of targetsOf(mount.value.target, rules)) {
      const why = whyNotAt(target, made, rules);
      if (why !== undefined) return err(notMounted(mount, why));
      made.push(mountAt(mount.value, source.value, target));
    }
  }
  return ok(made);
}

function mountAt(mount: MountSpec, source: AbsolutePath, target: AbsolutePath): Mount {
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
  if (mount.kind === 'volume') {
    return ok(volumeDirectory(homesDir, toolbox, project, mount.name));
  }
  const at = mountFacts.sources.get(mount.source);
  if (at === undefined) return err({ kind: 'absent' });
  const real = at.names.at(-1) ?? mount.source;
  // A link that whoever runs in the project can turn.
  if (at.names.some((name) => liesIn(name, project.root.physical))) {
    return err({ kind: 'through-project' });
  }
  const never = whyNever(at, mount.source);
  if (never !== undefined) return err({ kind: 'never', why: never });
  const own = mountFacts.ownDirectories.find((each) => liesIn(real, each) || liesBelow(each, real));
  if (own !== undefined) return err({ kind: 'of-tackle', directory: own });
  // The same for what lies in another: a tool can put a link there.
  const another = [...others, ...made.filter((one) => one.kind === 'bind')]
    .map(({ source }) => source)
    .find((source) => liesBelow(real, source) || liesBelow(source, real));
  return another === undefined ? ok(real) : err({ kind: 'in-another', directory: another });
}

function targetsOf(
  target: AbsolutePath,
  { project, others, home }: MountRules,
): readonly AbsolutePath[] {
  const root = project.root.physical;
  const views = others.filter(({ source }) => source === root).map((view) => view.target);
  const view = views.find((one) => liesBelow(target, one));
  if (view !== undefined) return views.map((one) => below(one, target.slice(view.length + 1)));
  const [top, name, ...rest] = partsOf(target);
  const inHome = top === 'root' ? [name, ...rest] : top === 'home' ? rest : [];
  const [first] = inHome;
  if (first === undefined) return [target];
  return [...new Set([target, below(home, inHome.join('/'))])];
}

function whyNotAt(
  target: AbsolutePath,
  made: readonly Mount[],
  { others, refusal }: MountRules,
): NotMounted | undefined {
  const why = refusal(target);
  if (why !== undefined) return { kind: 'never', why };
  const isTaken =
    others.some((one) => one.target === target) || made.some((one) => liesIn(target, one.target));
  if (isTaken) return { kind: 'taken' };
  const isAbove = [...others, ...made].some((one) => liesBelow(one.target, target));
  return isAbove ? { kind: 'above-another' } : undefined;
}
