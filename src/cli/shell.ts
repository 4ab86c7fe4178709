import { placeInCommandLine } from './command-line.ts';
import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import { launch } from './launch.ts';
import { missingArgument } from './problems.ts';
import { askedShell } from './tool-request.ts';

/** `tackle shell TOOLBOX|COMMAND …`. */
export const main: CommandMain = async ({ words }, context) => {
  const [word, ...args] = words;
  if (word === undefined) {
    const place = placeInCommandLine(['shell'], 1);
    return failed(missingArgument('shell', '`TOOLBOX` or `COMMAND`', place));
  }
  return launch(word, { args, ...askedShell(word) }, context);
};
