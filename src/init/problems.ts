import type { Problem } from '../kernel/problem.ts';
import { nearest } from '../kernel/nearest.ts';

export type InitCode =
  | 'init/nothing-found'
  | 'init/no-place'
  | 'init/cannot-write'
  | 'init/no-project'
  | 'init/not-used'
  | 'init/own-toolbox'
  | 'init/not-editable';

export type InitProblem = Problem<InitCode>;

/** `unread` are files that are there and could say it. */
export function nothingFound(unread: readonly string[]): InitProblem {
  return {
    code: 'init/nothing-found',
    message: 'no file here says which tools this project needs',
    hint: 'name a toolbox yourself, such as `tackle add python@3.13`; `tackle list --all` lists them',
    ...(unread.length > 0 && { detail: unread }),
  };
}

/** In `/`, and in the caller's home. */
export function noPlace(directory: string): InitProblem {
  return {
    code: 'init/no-place',
    message: `\`${directory}\` is no directory of a project`,
    hint: 'go to the project first: a config is for the directory that it lies in, and all below it',
  };
}

export function cannotWrite(file: string, reason: string): InitProblem {
  return {
    code: 'init/cannot-write',
    message: `\`${file}\` cannot be written: ${reason}`,
  };
}

export function noProject(): InitProblem {
  return {
    code: 'init/no-project',
    message:
      'there is no `tackle.yaml` in this directory or above it, so there is nothing to remove',
  };
}

/** `used` are the toolboxes that commands of the config run in. */
export function notUsed(text: string, file: string, used: readonly string[]): InitProblem {
  const names = used.map((each) => each.split('@', 1)[0] ?? each);
  const near = nearest(text, [...names, ...used]);
  return {
    code: 'init/not-used',
    message: `no command in \`${file}\` runs in \`${text}\``,
    hint:
      near === undefined
        ? used.length === 0
          ? 'it names no commands'
          : `they run in ${used.map((name) => `\`${name}\``).join(', ')}`
        : `did you mean \`${near}\`?`,
  };
}

/** One that the project describes itself goes with its description, which no program takes away. */
export function ownToolbox(name: string, file: string, line: number): InitProblem {
  return {
    code: 'init/own-toolbox',
    message: `\`${name}\` is a toolbox of this project's own`,
    hint: `take it out of \`${file}\` by hand: it is described on line ${line}`,
  };
}

/** @param lines what would stand there */
export function notEditable(file: string, lines: readonly string[]): InitProblem {
  return {
    code: 'init/not-editable',
    message: `\`${file}\` is written in a way that cannot be edited here without changing more than is asked for`,
    hint: lines.length > 0 ? 'write this below `commands:` yourself' : 'edit it yourself',
    ...(lines.length > 0 && { detail: lines }),
  };
}
