import { isFirstTime } from '../host/first-time.ts';
import { proposedCommands } from '../init/proposed-config.ts';
import { commentsOf } from '../init/print-proposal.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Context } from './command.ts';
import type { Proposed } from './find-proposal.ts';
import { findProposal } from './find-proposal.ts';
import { ourStderr } from './our-stderr.ts';
import type { Surroundings } from './read-surroundings.ts';
import { visible } from './visible-text.ts';

/** What is known where there is no config, with the commands that the files of the project ask for. */
export interface ByFiles<Here> {
  readonly surroundings: Here;
  readonly root: AbsolutePath;
  /** Says once in this project which toolbox a command has come to, and how to keep it: to a person, and to no script. */
  readonly tellOnce: (command: string) => void;
}

/**
 * Nothing in a directory that is no project's. A chunk of its own: where there is a config, its files alone say what the commands are. Needs no trust: what the files can ask for is
 * a version of a toolbox of the catalogue, which sees nothing but the project.
 */
export async function readByFiles<Here extends Pick<Surroundings, 'config' | 'catalog'>>(
  surroundings: Here,
  context: Context,
): Promise<ByFiles<Here> | undefined> {
  const { config, catalog } = surroundings;
  const proposed = await findProposal(context, catalog);
  if (proposed === undefined) return undefined;
  const { root, proposal } = proposed;
  const commands = new Map([...config.commands, ...proposedCommands(proposal, root)]);
  return {
    surroundings: { ...surroundings, config: { ...config, commands } },
    root,
    tellOnce: (command) => tellOnce(command, proposed, context),
  };
}

function tellOnce(command: string, { root, proposal }: Proposed, { env, options }: Context): void {
  const part = proposal.parts.find(({ commands, npx }) =>
    [...commands, ...npx.map((each) => each.command)].some((name) => name === command),
  );
  const stderr = ourStderr();
  if (part === undefined || !stderr.isTTY || options.verbosity === 'quiet') return;
  if (!isFirstTime('init', root, env)) return;
  const { toolbox, version } = part.choice;
  const why = visible(commentsOf(part)[0] ?? '');
  stderr.write(
    `tackle: \`${command}\` runs in \`${toolbox.name}@${version}\` here: ${why}\nhint: \`tackle init\` keeps that in a \`tackle.yaml\`\n`,
  );
}
