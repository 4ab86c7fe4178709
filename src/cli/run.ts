import { placeInCommandLine } from './command-line.ts';
import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import { launch } from './launch.ts';
import { missingArgument } from './problems.ts';
import { askedCommand } from './tool-request.ts';

/** `tackle run COMMAND …`, and the bare `tackle COMMAND …`. */
export const main: CommandMain = async ({ words }, context) => {
  const [word, ...args] = words;
  if (word === undefined) {
    return failed(missingArgument('run', '`COMMAND`', placeInCommandLine(['run'], 1)));
  }
  return launch(word, { args, ...askedCommand(word) }, context);
};
