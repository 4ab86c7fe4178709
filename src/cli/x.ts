import { placeInCommandLine } from './command-line.ts';
import type { CommandMain, Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import { launch } from './launch.ts';
import { missingArgument } from './problems.ts';
import { askedToolbox } from './tool-request.ts';

/** `tackle x TOOLBOX[@VERSION] …`; on a terminal it asks which when none is named. */
export const main: CommandMain = async ({ words }, context) => {
  const [word, ...args] = words;
  if (word !== undefined) return launchToolbox(word, args, context);
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    const place = placeInCommandLine(['x'], 1);
    return failed(missingArgument('x', '`TOOLBOX` or `TOOLBOX@VERSION`', place));
  }
  const { askWhichToolbox } = await import('./ask-which-toolbox.ts');
  const answer = await askWhichToolbox(context.env);
  // Raw mode made Ctrl-C a key, and the answer; the caller is to see what it would have done.
  if (answer === undefined) return { kind: 'signaled', signal: 'SIGINT' };
  return launchToolbox(answer, [], context);
};

function launchToolbox(text: string, args: readonly string[], context: Context): Promise<Outcome> {
  return launch(text, { args, ...askedToolbox(text, args.length > 0) }, context);
}
