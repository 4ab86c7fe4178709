import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import { findProposal } from './find-proposal.ts';
import { shippedCatalog } from './read-surroundings.ts';

/** What would help where there is no config: one out of what the files of the project ask for, if they do. */
export async function offerInit(problem: AnyProblem, context: Context): Promise<AnyProblem> {
  const proposed = await findProposal(context, shippedCatalog());
  if (proposed === undefined || proposed.proposal.parts.length === 0) return problem;
  return {
    ...problem,
    hint: 'shims go by a config: `tackle init` writes one out of what the files here ask for',
  };
}
