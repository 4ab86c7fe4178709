import type { PackagesRecipe, Tool } from '../catalog/tool.ts';
import { cacheDir } from '../host/directories.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { Change } from '../lock/compare-entries.ts';
import type { LockedPackages } from '../lock/lock.ts';
import { newerPackages } from '../lock/newer-packages.ts';
import type { AnyProblem } from './any-problem.ts';
import type { ToolboxChanges } from './changes-listing.ts';
import { entryChanges } from './entry-changes.ts';
import type { Lockable } from './lockable.ts';
import { makeEntry } from './make-entry.ts';

/** Tells in what a toolbox would differ if it were updated now. Nothing is built. */
export type FindNewer = (tool: Tool) => Promise<Result<ToolboxChanges, AnyProblem>>;

/** For the toolboxes of one project: the mirror is asked once for each suite. */
export function findNewer(lockable: Lockable, env: NodeJS.ProcessEnv, work: Work): FindNewer {
  const versions = newestVersions(lockable, env, work);
  return (tool) => changesOf(tool, lockable, versions, env, work);
}

async function changesOf(
  tool: Tool,
  lockable: Lockable,
  versions: NewestVersions,
  env: NodeJS.ProcessEnv,
  work: Work,
): Promise<Result<ToolboxChanges, AnyProblem>> {
  const { lock, platform } = lockable;
  const toolbox = tool.asked;
  const before = lock.get(toolbox);
  if (before === undefined) return ok({ toolbox, changes: [{ what: 'not locked' }] });
  if (before.kind === 'packages' && tool.source.kind === 'packages') {
    const changes = await packagesChanges(before, tool.source.recipe, platform, versions);
    if (!changes.ok) return changes;
    const [was, is] = [before.version, tool.toolbox.version];
    const version = was && is && was !== is ? [{ what: 'version', before: was, after: is }] : [];
    return ok({ toolbox, changes: [...version, ...changes.value] });
  }
  if (tool.source.kind === 'packages') {
    return ok({ toolbox, changes: [{ what: 'source', before: before.kind, after: 'packages' }] });
  }
  const newest = await makeEntry(tool, lockable, { env, which: 'newest' }, work);
  return newest.ok ? ok(await entryChanges(toolbox, newest.value, lockable, env, work)) : newest;
}

/** The newest version of each package of a suite, by its name. */
type NewestVersions = (
  debian: string,
) => Promise<Result<ReadonlyMap<string, readonly string[]>, AnyProblem>>;

/** Asks the mirror once for each suite, for all that is locked or asked for of it. No package is downloaded. */
function newestVersions(
  { lock, platform, tools }: Lockable,
  env: NodeJS.ProcessEnv,
  work: Work,
): NewestVersions {
  const asked = new Map<string, ReturnType<NewestVersions>>();
  const ask: NewestVersions = async (debian) => {
    const { mirrorVersions } = await import('../images/mirror-versions.ts');
    const locked = [...lock.values()].flatMap((entry) =>
      entry.kind === 'packages' && entry.recipe.debian === debian
        ? (entry.platforms.get(platform)?.packages ?? [])
        : [],
    );
    const requests = tools.flatMap(({ source }) =>
      source.kind === 'packages' && source.recipe.debian === debian ? source.recipe.packages : [],
    );
    const names = [...locked, ...requests].map(({ name }) => name);
    const task = { task: 'ask the Debian mirror for', subject: debian };
    work.report({ kind: 'started', ...task });
    const where = { cacheDir: cacheDir(env), env };
    const order = { debian, names: [...new Set(names)], platform };
    const versions = await mirrorVersions(order, where, work);
    work.report({ kind: 'finished', ...task });
    return versions;
  };
  return (debian) => {
    const answer = asked.get(debian) ?? ask(debian);
    asked.set(debian, answer);
    return answer;
  };
}

/** What the mirror has that is newer than what is locked, and what is asked for since. */
async function packagesChanges(
  { recipe, platforms }: LockedPackages,
  asked: PackagesRecipe,
  platform: Platform,
  newestVersions: NewestVersions,
): Promise<Result<readonly Change[], AnyProblem>> {
  const locked = platforms.get(platform);
  if (locked === undefined) return ok([{ what: 'not locked', after: platform }]);
  if (asked.debian !== recipe.debian) {
    return ok([{ what: 'debian', before: recipe.debian, after: asked.debian }]);
  }
  const versions = await newestVersions(asked.debian);
  if (!versions.ok) return versions;
  const newest = new Map(
    [...versions.value].flatMap(([name, [first]]) => (first === undefined ? [] : [[name, first]])),
  );
  return ok(newerPackages({ recipe, exact: locked }, asked, newest));
}
