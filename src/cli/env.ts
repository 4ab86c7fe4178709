import { projectsDirectory } from '../host/directories.ts';
import { exactEnvironment } from '../host/exact-words.ts';
import { encodeBytes } from '../kernel/byte-text.ts';
import { exportPath, pathFor, type ShellName } from '../shims/path-variable.ts';
import { noCommands, notForPath } from '../shims/problems.ts';
import type { CommandMain, Context } from './command.ts';
import { failed } from './command.ts';
import { keepProjectShims } from './keep-project-shims.ts';
import { readConfig } from './read-surroundings.ts';
import { writeJson, writeOut } from './write-out.ts';

/** `tackle env [bash|zsh|fish] [--json]`: PATH with shims of the project's own in front, which are made on the way. */
export const main: CommandMain = async ({ words, options }, context) => {
  const { env } = context;
  const projects = projectsDirectory(env);
  if (projects.includes(':')) return failed(notForPath(projects));
  const kept = await keepProjectShims(projects, () => readConfig(context));
  if (!kept.ok) return failed(...kept.error);
  const { directory, commands, project } = kept.value;
  if (commands.length === 0) return failed(noCommands(project.file));
  const PATH = pathFor(directory, projects, exactPath(env));
  if (options['json'] === true) return writeJson({ PATH, commands });
  // The table's choices are these names and no others.
  const shell = (words[0] ?? 'bash') as ShellName;
  return writeOut(encodeBytes(exportPath(shell, PATH)));
};

function exactPath({ PATH }: Context['env']): string | undefined {
  return PATH === undefined ? undefined : exactEnvironment({ PATH })['PATH'];
}
