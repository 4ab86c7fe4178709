import prompts from 'prompts';
import { commentsOf, printProposal } from '../init/print-proposal.ts';
import type { Proposal } from '../init/proposal.ts';
import { ourStderr } from './our-stderr.ts';
import { questionStream } from './question-stream.ts';
import { visible } from './visible-text.ts';

/**
 * Asks which of the toolboxes are wanted, where there are several, and whether to write what is shown. What is wanted of
 * it, `no`, or nothing when the question itself is turned down.
 */
export async function askAboutProposal(
  proposal: Proposal,
  env: NodeJS.ProcessEnv,
): Promise<Proposal | 'no' | undefined> {
  const parts = proposal.parts.length === 1 ? proposal.parts : await askWhich(proposal, env);
  if (parts === undefined) return undefined;
  if (parts.length === 0) return 'no';
  const chosen = { ...proposal, parts };
  ourStderr().write(`\n${printProposal(chosen, visible)}\n`);
  const answers: { readonly isWritten?: boolean } = await prompts({
    type: 'confirm',
    name: 'isWritten',
    message: 'Write this to tackle.yaml?',
    initial: true,
    stdout: questionStream(env),
  });
  if (answers.isWritten === undefined) return undefined;
  return answers.isWritten ? chosen : 'no';
}

async function askWhich(
  { parts }: Proposal,
  env: NodeJS.ProcessEnv,
): Promise<Proposal['parts'] | undefined> {
  const last = { isTurnedDown: false };
  const answers: { readonly chosen?: readonly number[] } = await prompts({
    type: 'multiselect',
    name: 'chosen',
    message: 'Which toolboxes?',
    instructions: false,
    hint: 'Space to leave one out, Enter to go on',
    choices: parts.map((part, value) => ({
      title: `${part.choice.toolbox.name}@${part.choice.version}`,
      description: visible(commentsOf(part)[0] ?? ''),
      value,
      selected: true,
    })),
    stdout: questionStream(env),
    onState: ({ exited }: { readonly exited?: boolean }) => {
      last.isTurnedDown = exited === true;
    },
  });
  if (last.isTurnedDown || answers.chosen === undefined) return undefined;
  const { chosen } = answers;
  return parts.filter((_, at) => chosen.includes(at));
}
