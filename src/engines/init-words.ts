import { encodeBytes } from '../kernel/byte-text.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { INIT_LINK_TARGET } from './init-link.ts';

/** The file in the link's directory in which init finds what it is to execute. */
export const WORDS_FILE = 'words';
export const INIT_WORDS = `${INIT_LINK_TARGET}/${WORDS_FILE}`;

/**
 * What init is to execute, as `native/init/words.c` reads it: the variables, an empty word, and the argument list,
 * each word with a NUL after it. A file carries every byte and any length; the words of a request to an engine
 * are JSON, and are init's own arguments before they are the tool's.
 * @param removed names of variables that are not the image's, but the engine's own
 */
export function initWords(
  { env, argv }: Pick<LaunchPlan, 'env' | 'argv'>,
  removed: readonly string[] = [],
): Buffer {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return encodeBytes([...removed, ...variables, '', ...argv, ''].join('\0'));
}
