import { basename, join } from 'node:path';
import type { Config } from '../config/config.ts';
import { createWhole } from '../host/create-whole.ts';
import { differenceOf } from '../init/difference.ts';
import { cannotWrite, noPlace, nothingFound } from '../init/problems.ts';
import { commentsOf, notesOn, printProposal } from '../init/print-proposal.ts';
import type { Part } from '../init/proposal.ts';
import { quoteWord } from '../kernel/quote-word.ts';
import type { CommandMain, Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import type { Proposed } from './find-proposal.ts';
import { findProposal } from './find-proposal.ts';
import { ourStderr } from './our-stderr.ts';
import { readConfig, shippedCatalog } from './read-surroundings.ts';
import { remark } from './remark.ts';
import { shortPath } from './short-path.ts';
import { stderrColumns } from './stderr-columns.ts';
import { hanging } from './table.ts';
import { visible } from './visible-text.ts';
import { writeOut } from './write-out.ts';

/**
 * `tackle init [--yes]`: writes a `tackle.yaml` out of what the files of the project ask for. Where there is a config already it
 * shows what would be different, with status 1 if anything would.
 */
export const main: CommandMain = async ({ options }, context) => {
  const config = await readConfig(context);
  if (!config.ok) return failed(...config.error);
  const { project } = config.value;
  const proposed = await findProposal(context, shippedCatalog(), project?.root);
  if (proposed === undefined) return failed(noPlace(context.cwd.logical));
  if (project !== undefined) return await compare(config.value, project.file, proposed, context);
  const isAsked = options['yes'] !== true && process.stdin.isTTY && process.stderr.isTTY;
  if (!isAsked) return await write(proposed, context);
  if (proposed.proposal.parts.length === 0) return await askAndAdd(proposed, context);
  const { askAboutProposal } = await import('./ask-about-proposal.ts');
  const answer = await askAboutProposal(proposed.proposal, context.env);
  if (answer === undefined) return { kind: 'signaled', signal: 'SIGINT' };
  if (answer === 'no') return { kind: 'exited', status: 1 };
  return await write({ ...proposed, proposal: answer }, context, 'shown');
};

/** No file says anything: whoever sits there may know. */
async function askAndAdd({ proposal, unread }: Proposed, context: Context): Promise<Outcome> {
  ourStderr().write('tackle: no file here says which tools this project needs\n');
  tell([...notesOn(proposal), ...unread], context);
  const { askWhichToolbox } = await import('./ask-which-toolbox.ts');
  const toolbox = await askWhichToolbox(context.env);
  if (toolbox === undefined) return { kind: 'signaled', signal: 'SIGINT' };
  const { main: add } = await import('./add.ts');
  return add({ words: [toolbox], options: {} }, context);
}

/** What the config would say if it were written anew. */
async function compare(
  config: Config,
  file: string,
  { root, proposal, unread }: Proposed,
  context: Context,
): Promise<Outcome> {
  const name = visible(shortPath(file, context.cwd.logical));
  const lines = differenceOf(config, proposal, root, visible);
  tell([...notesOn(proposal), ...unread], context);
  if (lines.length === 0) {
    remark(
      `tackle: \`${name}\` is there, and has all that the files of this project ask for\n`,
      context,
    );
    return { kind: 'exited', status: 0 };
  }
  const head = [`--- ${name}`, '+++ what the files of this project ask for'];
  const written = await writeOut([...head, ...lines].map((line) => `${line}\n`).join(''));
  if (written.kind !== 'exited') return written;
  ourStderr().write(`tackle: \`${name}\` is there, and is left as it is\n`);
  return { kind: 'exited', status: 1 };
}

/** @param seen whether the whole of it was shown when it was asked about */
async function write(
  { root, proposal, unread }: Proposed,
  context: Context,
  seen: 'shown' | 'not shown' = 'not shown',
): Promise<Outcome> {
  const [first] = proposal.parts;
  if (first === undefined) {
    const notes = notesOn(proposal);
    return failed(nothingFound([...notes, ...unread]));
  }
  const file = join(root, 'tackle.yaml');
  try {
    await createWhole(file, printProposal(proposal, visible));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return failed(cannotWrite(file, code ?? message));
  }
  const name = visible(shortPath(file, context.cwd.logical));
  remark(`tackle: \`${name}\` is written\n`, context);
  if (seen === 'not shown') remark(proposal.parts.map(whyText).join(''), context);
  tell([...(seen === 'shown' ? [] : notesOn(proposal)), ...unread], context);
  const command = first.commands[0] ?? basename(file);
  remark(
    `hint: \`tackle ${quoteWord(command)}\` runs one of its commands, and \`tackle list\` lists them\n`,
    context,
  );
  return { kind: 'exited', status: 0 };
}

/** Which toolbox, and why that one: a line for each of those who speak for it, or against it. */
function whyText(part: Part): string {
  const { toolbox, version } = part.choice;
  const [first = '', ...others] = commentsOf(part).map(visible);
  const columns = stderrColumns();
  const lines = [
    ...hanging(`  ${toolbox.name}@${version}: `, first, columns),
    ...others.flatMap((each) => hanging('    ', each, columns)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What could not be used. */
function tell(notes: readonly string[], context: Context): void {
  remark(notes.map((note) => `  ${visible(note)}\n`).join(''), context);
}
