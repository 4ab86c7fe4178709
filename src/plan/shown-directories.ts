import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Directory, HostFacts, ProjectFacts } from './host-facts.ts';
import type { BindMount } from './launch-plan.ts';
import { whyNeverMounted } from './never-mounted.ts';
import { liesIn } from './path-within.ts';
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
 * and at the path people came by, where `PWD` points. Without a project, a working directory that is never
 * mounted (the home directory, `/`) is not shown at all: the tool starts in its own home.
 */
export function shownDirectories(
  facts: HostFacts,
  project: ProjectFacts | undefined,
  home: AbsolutePath,
): Result<Shown, PlanProblem> {
  const refusal = (directory: Directory) =>
    whyNeverMounted(directory, facts, [facts.user.home, facts.realHome, home]);
  const { cwd } = facts;
  if (project === undefined) {
    return refusal(cwd) === undefined
      ? ok({ binds: show([], cwd), cwd })
      : ok({ binds: [], cwd: { logical: home, physical: home } });
  }
  const notThis = refusal(project.root);
  if (notThis !== undefined) return err(notMountable('project', project.root.logical, notThis));
  const root = show([], project.root);
  const notHere = covers(root, cwd.physical) ? undefined : refusal(cwd);
  if (notHere !== undefined) return err(notMountable('directory', cwd.logical, notHere));
  return ok({ binds: withGit(show(root, cwd), project, refusal), cwd });
}

function withGit(
  binds: readonly BindMount[],
  { gitDirectory }: ProjectFacts,
  refusal: (directory: Directory) => unknown,
): readonly BindMount[] {
  if (gitDirectory === undefined || covers(binds, gitDirectory)) return binds;
  if (refusal({ logical: gitDirectory, physical: gitDirectory }) !== undefined) return binds;
  return [...binds, bind(gitDirectory, gitDirectory, 'git')];
}

/**
 * The binds, with those that the directory still needs. A name that lies in a bound directory needs none:
 * the symbolic link it goes through is there too.
 */
function show(binds: readonly BindMount[], { logical, physical }: Directory): readonly BindMount[] {
  return [physical, logical].reduce(
    (shown, target) =>
      covers(shown, target) ? shown : [...shown, bind(physical, target, 'project')],
    binds,
  );
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
