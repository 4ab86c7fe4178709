import { statSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Directory } from '../plan/host-facts.ts';
import type { HostProblem } from './problems.ts';
import { noWorkingDirectory, undecodableWorkingDirectory } from './problems.ts';

/**
 * The working directory, physical and as the shell has it. `PWD` is believed when it is absolute, holds
 * no `.` or `..` and names the same directory (POSIX, `pwd -L`).
 */
export function workingDirectory(pwd: string | undefined): Result<Directory, HostProblem> {
  try {
    const here = statSync('.', { bigint: true });
    const said = process.cwd();
    const physical = absolutePathOf(said);
    if (physical === undefined || !isSame(physical, here)) {
      // U+FFFD stands where Node found bytes that are no UTF-8.
      return err(
        said.includes('\uFFFD') ? undecodableWorkingDirectory(said) : noWorkingDirectory(said),
      );
    }
    const logical = pwd === undefined ? undefined : absolutePathOf(pwd);
    const believed = logical !== undefined && logical === pwd && isSame(logical, here);
    return ok({ logical: believed ? logical : physical, physical });
  } catch (error) {
    return err(noWorkingDirectory((error as Error).message));
  }
}

function isSame(path: AbsolutePath, { dev, ino }: { dev: bigint; ino: bigint }): boolean {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found?.dev === dev && found.ino === ino;
  } catch {
    return false;
  }
}
