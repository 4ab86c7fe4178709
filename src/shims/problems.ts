import type { AbsolutePath, CommandName } from '../kernel/brand.ts';
import { nearest } from '../kernel/nearest.ts';
import type { Problem } from '../kernel/problem.ts';
import { quoteWord } from '../kernel/quote-word.ts';

export type ShimsCode =
  | 'shims/not-ours'
  | 'shims/no-such-shim'
  | 'shims/nothing-to-install'
  | 'shims/not-usable'
  | 'shims/not-for-path'
  | 'shims/no-project'
  | 'shims/no-commands';

export type ShimsProblem = Problem<ShimsCode>;

/** Files that somebody else has put where shims would be. */
export function notOurs(paths: readonly AbsolutePath[]): ShimsProblem {
  const [first = '', ...more] = paths.map((path) => `\`${path}\``);
  return {
    code: 'shims/not-ours',
    message: `${[first, ...more].join(', ')} ${more.length > 0 ? 'are no shims' : 'is no shim'} of Tackle, and nothing was changed`,
    hint: 'choose another directory: `tackle shims install --dir DIRECTORY`',
  };
}

export function noSuchShim(
  command: CommandName,
  directory: AbsolutePath,
  known: readonly CommandName[],
): ShimsProblem {
  const near = nearest(command, known);
  return {
    code: 'shims/no-such-shim',
    message: `there is no shim for \`${command}\` in \`${directory}\``,
    hint:
      near === undefined
        ? 'see those there are with `tackle shims list`'
        : `did you mean \`${near}\`?`,
  };
}

/** No command was named, and no project says any. */
export function nothingToInstall(): ShimsProblem {
  return {
    code: 'shims/nothing-to-install',
    message: 'there is no command to make a shim for: none was named, and no project here has any',
    hint: 'name some: `tackle shims install python3.8 node`',
  };
}

/** @param reason what the system said */
export function notUsable(path: string, reason: string): ShimsProblem {
  return {
    code: 'shims/not-usable',
    message: `\`${path}\` cannot be used for shims: ${reason}`,
    hint: `see whose it is with \`ls -ld ${quoteWord(path)}\``,
  };
}

/** A colon ends a directory's name on PATH, and nothing can be put in front of it. */
export function notForPath(directory: string): ShimsProblem {
  return {
    code: 'shims/not-for-path',
    message: `\`${directory}\` cannot be put on PATH: there is a colon in its name`,
    hint: 'let `XDG_DATA_HOME` name a directory without one',
  };
}

export function noProject(): ShimsProblem {
  return {
    code: 'shims/no-project',
    message:
      'there is no `tackle.yaml` in this directory or above it, so there are no commands to put on PATH',
    hint: 'change to the directory of a project, or begin one here with `tackle init`',
  };
}

export function noCommands(file: AbsolutePath): ShimsProblem {
  return {
    code: 'shims/no-commands',
    message: `\`${file}\` names no commands, so there are none to put on PATH`,
    hint: 'name some there, such as `commands: {python3: python@3}`',
  };
}
