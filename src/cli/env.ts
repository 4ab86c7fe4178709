import { projectsDirectory } from '../host/directories.ts';
import { exactEnvironment } from '../host/exact-words.ts';
import { encodeBytes } from '../kernel/byte-text.ts';
import { exportPath, pathFor, type ShellName } from '../shims/path-variable.ts';
import type { CommandMain, Context } from './command.ts';
import { trustedShims } from './trusted-shims.ts';
import { writeJson, writeOut } from './write-out.ts';

/**
 * `tackle env [bash|zsh|fish] [--json]`: PATH with shims of the project's own in front, which are made on the way. The project
 * needs what trust it needs for a launch.
 */
export const main: CommandMain = async ({ words, options }, context) => {
  const { env } = context;
  const shims = await trustedShims(context);
  if (!shims.ok) return shims.error;
  const { directory, commands } = shims.value;
  const PATH = pathFor(directory, projectsDirectory(env), exactPath(env));
  if (options['json'] === true) return writeJson({ PATH, commands });
  // The table's choices are these names and no others.
  const shell = (words[0] ?? 'bash') as ShellName;
  return writeOut(encodeBytes(exportPath(shell, PATH)));
};

function exactPath({ PATH }: Context['env']): string | undefined {
  return PATH === undefined ? undefined : exactEnvironment({ PATH })['PATH'];
}
