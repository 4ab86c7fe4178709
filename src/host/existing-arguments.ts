import { lstatSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import type { ExistingArgument } from '../plan/host-facts.ts';
import { findPath, kindOf, look, type Found } from './find-path.ts';
import { doesClimb } from './links-in-path.ts';

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
    const found = written.includes('/') ? findPath(whole) : findInCwd(whole);
    return found === undefined
      ? []
      : [{ argument, written, ...found, climbs: found.climbs || doesClimb(written) }];
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

/** As `findPath`, sooner: the directory has no symbolic links in its path. */
function findInCwd(whole: string): Found | undefined {
  const path = absolutePathOf(whole);
  const found = look(whole, lstatSync);
  if (path === undefined || found === undefined) return undefined;
  if (found.isSymbolicLink()) return findPath(whole);
  return { names: [path], kind: kindOf(found), climbs: false };
}
