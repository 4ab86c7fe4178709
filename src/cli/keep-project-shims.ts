import { projectCommandNames } from '../catalog/project-commands.ts';
import type { Config, Project } from '../config/config.ts';
import { privately } from '../host/privately.ts';
import { noteProject } from '../host/project-directories.ts';
import { realPathOf } from '../host/real-path.ts';
import type { AbsolutePath, CommandName } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { planExactly } from '../shims/plan-shims.ts';
import { noProject } from '../shims/problems.ts';
import { projectShims } from '../shims/project-directory.ts';
import type { AnyProblem } from './any-problem.ts';
import { changeShims, readShims, shimFacts } from './change-shims.ts';

export interface ProjectShims {
  readonly project: Project;
  readonly directory: AbsolutePath;
  readonly commands: readonly CommandName[];
}

/** A config that is written anew more often than this while its shims are made is read another time. */
const MOST_ROUNDS = 10;

/**
 * Makes the project's directory have the shims of the commands that the config names now, and no others. Whoever has
 * changed something reads both again: of several at once, the last one to change anything then finds nothing left to do.
 *
 * @param read gives the config that is to be gone by
 */
export async function keepProjectShims(
  projects: string,
  read: () => Promise<Result<Config, readonly AnyProblem[]>>,
): Promise<Result<ProjectShims, readonly AnyProblem[]>> {
  for (let round = 1; ; round++) {
    const config = await read();
    if (!config.ok) return config;
    const { project } = config.value;
    if (project === undefined) return err([noProject()]);
    const root = realPathOf(project.root) ?? project.root;
    const directory = projectShims(projects, root);
    const commands = projectCommandNames(config.value);
    const listing = readShims(directory);
    if (!listing.ok) return err([listing.error]);
    const changes = planExactly(listing.value, commands, shimFacts());
    if (!changes.ok) return err([changes.error]);
    if (changes.value.length === 0 || round > MOST_ROUNDS) {
      noteProject(directory, root);
      return ok({ project, directory, commands });
    }
    // Whatever the umask: what others may write to is no place for programs.
    const changed = privately(() => changeShims(changes.value, listing.value));
    if (!changed.ok) return err([changed.error]);
  }
}
