import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Directory, HostFacts, ProjectFacts } from './host-facts.ts';
import type { BindMount } from './launch-plan.ts';
import type { Refusal } from './never-mounted.ts';
import { liesIn } from '../kernel/path-within.ts';
import type { PlanProblem } from './problems.ts';
import { notMountable } from './problems.ts';

/** What a tool sees of the caller's files, and where in it the tool starts. */
export interface Shown {
  readonly binds: readonly BindMount[];
  readonly cwd: Directory;
}

/**
 * The project, and the working directory where it leads out of the project through a symbolic link; or,
 * without a project, the working directory alone. Each is at its physical path, where `getcwd` finds it,
 * and at the path people came by, where `PWD` points (unless that path is the image's own). Without a
 * project, a working directory that is never mounted (the home directory, `/`) is not shown at all: the
 * tool starts in its own home.
 */
export function shownDirectories(
  facts: HostFacts,
  project: ProjectFacts | undefined,
  home: AbsolutePath,
  refusal: Refusal,
): Result<Shown, PlanProblem> {
  const { cwd } = facts;
  if (project === undefined) {
    return refusal(cwd.physical) === undefined
      ? ok(startingIn(cwd, show([], cwd, refusal)))
      : ok({ binds: [], cwd: { logical: home, physical: home } });
  }
  const notThis = refusal(project.root.physical);
  if (notThis !== undefined) return err(notMountable('project', project.root.logical, notThis));
  const root = show([], project.root, refusal);
  const notHere = covers(root, cwd.physical) ? undefined : refusal(cwd.physical);
  if (notHere !== undefined) return err(notMountable('directory', cwd.logical, notHere));
  return ok(startingIn(cwd, withGit(show(root, cwd, refusal), project.gitDirectory, refusal)));
}

/**
 * The binds, with those that the directory still needs. A name that lies in a bound directory needs none:
 * the symbolic link it goes through is there too.
 */
function show(
  binds: readonly BindMount[],
  { logical, physical }: Directory,
  refusal: Refusal,
): readonly BindMount[] {
  const first = covers(binds, physical) ? binds : [...binds, bind(physical, physical, 'project')];
  const another = !covers(first, logical) && refusal(logical) === undefined;
  return another ? [...first, bind(physical, logical, 'project')] : first;
}

function withGit(
  binds: readonly BindMount[],
  directory: AbsolutePath | undefined,
  refusal: Refusal,
): readonly BindMount[] {
  const wanted = directory !== undefined && !covers(binds, directory) && !refusal(directory);
  return wanted ? [...binds, bind(directory, directory, 'git')] : binds;
}

function startingIn({ logical, physical }: Directory, binds: readonly BindMount[]): Shown {
  return { binds, cwd: { logical: covers(binds, logical) ? logical : physical, physical } };
}

function covers(binds: readonly BindMount[], path: AbsolutePath): boolean {
  return binds.some(({ target }) => liesIn(path, target));
}

function bind(
  source: AbsolutePath,
  target: AbsolutePath,
  purpose: BindMount['purpose'],
): BindMount {
  return { kind: 'bind', source, target, access: 'read-write', purpose };
}
