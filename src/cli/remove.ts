import type { CommandSpec, Config } from '../config/config.ts';
import { removeCommands } from '../config/edit-commands.ts';
import { noProject, notUsed, ownToolbox } from '../init/problems.ts';
import type { CommandMain } from './command.ts';
import { done, failed } from './command.ts';
import { editConfig } from './edit-config.ts';
import { readConfig } from './read-surroundings.ts';
import { remark } from './remark.ts';
import { shortPath } from './short-path.ts';
import { visible } from './visible-text.ts';

/** `tackle remove TOOLBOX[@VERSION]`: the commands of the project that run in it. */
export const main: CommandMain = async ({ words: [text = ''] }, context) => {
  const read = await readConfig(context);
  if (!read.ok) return failed(...read.error);
  const { project } = read.value;
  if (project === undefined) return failed(noProject());
  const name = visible(shortPath(project.file, context.cwd.logical));
  const own = [...read.value.toolboxes].find(([toolbox]) => toolbox === text);
  if (own !== undefined) return failed(ownToolbox(text, name, own[1].place.line));
  const written = writtenCommands(read.value);
  const commands = written.filter(([, spec]) => isIn(text, spec)).map(([command]) => command);
  if (commands.length === 0) {
    const used = [...new Set(written.map(([, spec]) => toolboxOf(spec)))];
    return failed(notUsed(text, name, used));
  }
  const edited = await editConfig(
    project.file,
    (source) => removeCommands(source, new Set(commands)),
    [],
  );
  if (!edited.ok) return failed(edited.error);
  const words = commands.map((command) => `\`${command}\``).join(', ');
  remark(
    `tackle: ${words} ${commands.length > 1 ? 'are' : 'is'} no longer in \`${name}\`\n`,
    context,
  );
  return done;
};

/** Those of the project's own file: what other layers say stays. */
function writtenCommands({
  commands,
  project,
}: Config): readonly (readonly [string, CommandSpec])[] {
  return [...commands].flatMap(([command, { value, place }]) =>
    place.file === project?.file ? [[command, value] as const] : [],
  );
}

function isIn(text: string, spec: CommandSpec): boolean {
  return text === spec.toolbox || text === toolboxOf(spec);
}

function toolboxOf({ toolbox, version }: CommandSpec): string {
  return version === undefined ? toolbox : `${toolbox}@${version}`;
}
