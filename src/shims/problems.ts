import type { AbsolutePath, CommandName } from '../kernel/brand.ts';
import type { Problem } from '../kernel/problem.ts';
import { quoteWord } from '../kernel/quote-word.ts';

export type ShimsCode =
  'shims/not-ours' | 'shims/no-such-shim' | 'shims/nothing-to-install' | 'shims/not-usable';

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

export function noSuchShim(command: CommandName, directory: AbsolutePath): ShimsProblem {
  return {
    code: 'shims/no-such-shim',
    message: `there is no shim for \`${command}\` in \`${directory}\``,
    hint: 'see those there are with `tackle shims list`',
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
