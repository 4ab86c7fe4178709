import { processesWith } from './processes.ts';

/** The processes of bubblewrap itself of which a word of the argument list is the one that is looked for. */
export function sandboxesWith(isIt: (word: string) => boolean): readonly number[] {
  return processesWith(isIt, (name) => name.endsWith('bwrap'));
}
