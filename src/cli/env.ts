import { projectsDirectory } from '../host/directories.ts';
import { exactEnvironment } from '../host/exact-words.ts';
import { encodeBytes } from '../kernel/byte-text.ts';
import { exportPath, pathFor, type ShellName } from '../shims/path-variable.ts';
import { noCommands, notForPath } from '../shims/problems.ts';
import type { AnyProblem } from './any-problem.ts';
import { checkTrust } from './check-trust.ts';
import type { CommandMain, Context } from './command.ts';
import { failed } from './command.ts';
import { keepProjectShims } from './keep-project-shims.ts';
import { offerInit } from './offer-init.ts';
import { readWritten } from './read-surroundings.ts';
import { readTrusted } from './read-trusted.ts';
import { settleTrust } from './settle-trust.ts';
import { writeJson, writeOut } from './write-out.ts';

/**
 * `tackle env [bash|zsh|fish] [--json]`: PATH with shims of the project's own in front, which are made on the way. The project
 * needs what trust it needs for a launch.
 */
export const main: CommandMain = async ({ words, options }, context) => {
  const { env } = context;
  const projects = projectsDirectory(env);
  if (projects.includes(':')) return failed(notForPath(projects));
  const written = await readWritten(context);
  if (!written.ok) return failed(...written.error);
  // What Dockerfiles are built from is asked about when they are.
  const settled = await settleTrust(written.value, new Map(), context);
  if (!settled.ok) return settled.error;
  const kept = await keepProjectShims(projects, () =>
    readTrusted(context, (here) => checkTrust(here, new Map(), env)),
  );
  if (!kept.ok) return failed(...(await withAdvice(kept.error, context)));
  const { directory, commands, project } = kept.value;
  if (commands.length === 0) return failed(noCommands(project.file));
  const PATH = pathFor(directory, projects, exactPath(env));
  if (options['json'] === true) return writeJson({ PATH, commands });
  // The table's choices are these names and no others.
  const shell = (words[0] ?? 'bash') as ShellName;
  return writeOut(encodeBytes(exportPath(shell, PATH)));
};

function withAdvice(
  problems: readonly AnyProblem[],
  context: Context,
): Promise<readonly AnyProblem[]> {
  return Promise.all(
    problems.map(async (one) =>
      one.code === 'shims/no-project' ? await offerInit(one, context) : one,
    ),
  );
}

function exactPath({ PATH }: Context['env']): string | undefined {
  return PATH === undefined ? undefined : exactEnvironment({ PATH })['PATH'];
}
