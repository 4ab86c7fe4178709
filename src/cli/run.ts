import { chooseCommand } from './choose-tool.ts';
import { placeInCommandLine } from './command-line.ts';
import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import { launch } from './launch.ts';
import { missingArgument } from './problems.ts';

/** `tackle run COMMAND …`, and the bare `tackle COMMAND …`. */
export const main: CommandMain = async ({ words }, context) => {
  const [word, ...args] = words;
  if (word === undefined) {
    return failed(missingArgument('run', '`COMMAND`', placeInCommandLine(['run'], 1)));
  }
  return launch(word, { args, choose: (here) => chooseCommand(word, here) }, context);
};
