import { findNext } from './find-next.ts';
import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import { placeInCommandLine } from './command-line.ts';
import { chooseCommand } from './choose-tool.ts';
import { launch } from './launch.ts';
import { missingArgument } from './problems.ts';
import { TRIED, triedScripts } from '../shims/shim-text.ts';

/**
 * `tackle shim COMMAND …`, which shims execute where a project is: its command of that name, or, where it has none, the
 * next program of that name on PATH.
 */
export const main: CommandMain = async ({ words }, context) => {
  const [word, ...args] = words;
  if (word === undefined) {
    return failed(missingArgument('shim', '`COMMAND`', placeInCommandLine(['shim'], 1)));
  }
  const outcome = await launch({ args, choose: (here) => chooseCommand(word, here) }, context);
  const isUnknown =
    outcome.kind === 'failed' && outcome.problems[0]?.code === 'catalog/unknown-command';
  const tried = triedScripts(context.env[TRIED], process.pid, word);
  const next = isUnknown ? findNext(word, context.env, tried) : undefined;
  if (next === undefined) return outcome;
  const { standIn } = await import('./stand-in.ts');
  const { path, isScript } = next;
  return standIn(path, args, {
    ...context.env,
    [TRIED]: isScript ? `${word} ${tried}${path} ` : undefined,
  });
};
