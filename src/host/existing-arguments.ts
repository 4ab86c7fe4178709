import type { Stats } from 'node:fs';
import { lstatSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import type { ExistingArgument } from '../plan/host-facts.ts';
import { pathForNode } from './path-for-node.ts';
import { realPathOf } from './real-path.ts';

/**
 * How many arguments are looked at. It takes some microseconds for each; who passes ten thousand files
 * shall not wait, and learns enough from the first.
 */
const LOOKED_AT = 1000;

/** Longer ones the kernel refuses (`PATH_MAX`). */
const LONGEST_PATH = 4095;

/** The arguments that name something on disk, in their order; `cwd` is the physical working directory. */
export function existingArguments(
  args: readonly string[],
  cwd: AbsolutePath,
): readonly ExistingArgument[] {
  return args.slice(0, LOOKED_AT).flatMap((argument) => {
    const written = pathIn(argument);
    if (written === undefined) return [];
    // The kernel takes a relative path from the physical directory, whatever PWD says.
    const whole = written.startsWith('/') ? written : `${cwd}/${written}`;
    const path = absolutePathOf(whole);
    const realPath = written.includes('/') ? realPathOf(whole) : realPathInCwd(whole);
    return path === undefined || realPath === undefined
      ? []
      : [{ argument, written, path, realPath }];
  });
}

/** The path that an argument may hold: all of it, or what follows `name=` or a one-letter option. */
function pathIn(argument: string): string | undefined {
  const written = /^-[A-Za-z](\/.*)$/s.exec(argument)?.[1] ?? afterEquals(argument) ?? argument;
  const possible = written !== '' && written.length <= LONGEST_PATH && !written.startsWith('-');
  return possible ? written : undefined;
}

/** Nothing unless what follows the first `=` looks like a path. */
function afterEquals(argument: string): string | undefined {
  const written = /^-{0,2}[A-Za-z0-9_.-]+=(.*)$/s.exec(argument)?.[1];
  return written?.includes('/') === true ? written : undefined;
}

/** As `realPathOf`, sooner: the directory has no symbolic links in its path. */
function realPathInCwd(path: string): AbsolutePath | undefined {
  const found = look(path);
  return found?.isSymbolicLink() === true ? realPathOf(path) : found && absolutePathOf(path);
}

function look(path: string): Stats | undefined {
  try {
    return lstatSync(pathForNode(path), { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
