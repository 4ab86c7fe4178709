import type { Environment } from '../host/environment.ts';
import { programsOnPath } from '../host/find-program.ts';
import { beginningOf } from '../host/shims-on-disk.ts';
import { commandOfShim } from '../shims/shim-text.ts';

/** What would run if there were no shims. */
export interface NextProgram {
  readonly path: string;
  readonly isScript: boolean;
}

/**
 * The first program of that name on PATH that is no shim.
 * @param tried those that are passed over, with a blank behind each
 */
export function findNext(name: string, env: Environment, tried = ''): NextProgram | undefined {
  for (const path of programsOnPath(name, env)) {
    const beginning = beginningOf(path);
    const isPassedOver =
      ` ${tried}`.includes(` ${path} `) || commandOfShim(beginning) !== undefined;
    if (!isPassedOver) return { path, isScript: beginning.startsWith('#!') };
  }
  return undefined;
}
