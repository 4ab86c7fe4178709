import type { Context } from './command.ts';
import { ourStderr } from './our-stderr.ts';

/** Says on stderr what a person may like to know and what is no failure: nothing with `--quiet`. */
export function remark(text: string, { options }: Pick<Context, 'options'>): void {
  if (options.verbosity !== 'quiet') ourStderr().write(text);
}
