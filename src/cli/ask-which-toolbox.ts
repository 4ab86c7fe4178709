import prompts from 'prompts';
import { listCatalog } from '../catalog/list.ts';
import { shippedCatalog } from './read-surroundings.ts';

/** Asks on the terminal, by way of stderr; nothing when the question is turned down. */
export async function askWhichToolbox(): Promise<string | undefined> {
  const choices = listCatalog(shippedCatalog()).map(({ name, summary, defaultVersion }) => ({
    title: `${name}@${defaultVersion}`,
    description: summary,
    value: name,
  }));
  const answers: { readonly toolbox?: string } = await prompts({
    type: 'autocomplete',
    name: 'toolbox',
    message: 'Which toolbox?',
    choices,
    stdout: process.stderr,
  });
  return answers.toolbox;
}
