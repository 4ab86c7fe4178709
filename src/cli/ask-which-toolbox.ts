import prompts from 'prompts';
import type { ListedToolbox } from '../catalog/list.ts';
import { listCatalog } from '../catalog/list.ts';
import { questionStream } from './question-stream.ts';
import { shippedCatalog } from './read-surroundings.ts';
import { suggestToolboxes } from './suggest-toolboxes.ts';

/** Asks on the terminal, by way of stderr; nothing when the question is turned down. */
export async function askWhichToolbox(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const toolboxes: readonly ListedToolbox[] = listCatalog(shippedCatalog());
  const last = { isTurnedDown: false };
  const answers: { readonly toolbox?: string } = await prompts({
    type: 'autocomplete',
    name: 'toolbox',
    message: 'Which toolbox?',
    choices: [...suggestToolboxes('', toolboxes)],
    suggest: (typed: string) => Promise.resolve([...suggestToolboxes(typed, toolboxes)]),
    stdout: questionStream(env),
    // To prompts, Escape answers with what is marked; to everybody else it means no.
    onState: ({ exited }: { readonly exited?: boolean }) => {
      last.isTurnedDown = exited === true;
    },
  });
  return last.isTurnedDown ? undefined : answers.toolbox;
}
