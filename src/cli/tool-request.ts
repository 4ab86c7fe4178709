import { chooseCommand, chooseShell, chooseToolbox } from './choose-tool.ts';
import type { Choice } from './choose-here.ts';

/** `tackle COMMAND`. */
export function askedCommand(word: string): Choice {
  return { choose: (here) => chooseCommand(word, here) };
}

/** `tackle x TOOLBOX`. */
export function askedToolbox(text: string, hasArguments: boolean): Choice {
  return { choose: (here) => chooseToolbox(text, hasArguments, here) };
}

/** `tackle shell TOOLBOX|COMMAND`. */
export function askedShell(word: string): Choice {
  return { word, choose: (here) => chooseShell(word, here) };
}

/** The same in the words of `native/launch/typed.h` (`PreparedFor`). No command has a blank in its name. */
export function askedToPrepare(text: string): Choice {
  const [own, word, withArguments] = text.split(' ');
  if (word === undefined) return askedCommand(text);
  return own === 'shell' ? askedShell(word) : askedToolbox(word, withArguments !== undefined);
}
