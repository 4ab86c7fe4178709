import { noSpace, type ImagesProblem } from '../problems.ts';

/** The bundle is not written: `why` is what the system says. */
export function bundleUnwritable(file: string, why: string): ImagesProblem {
  return {
    code: 'images/bundle-unwritable',
    message: `the bundle cannot be written to \`${file}\`: ${why}`,
    hint: 'name a file in a directory of yours, or `-` for stdout',
  };
}

/** What the file system says when a bundle cannot be written. */
export function bundleNotWritten(file: string, error: unknown): ImagesProblem {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && NO_ROOM.has(code)) {
    const hint = 'name a file on another disk, or `-` for stdout, and send it elsewhere';
    return { ...noSpace(file), hint };
  }
  return bundleUnwritable(file, message);
}

/** A full disk, a full quota, and a limit on the size of files (`ulimit -f`). */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** There is nothing in the file that could be imported here: `why` says what it lacks. */
export function bundleUnusable(file: string, why: string): ImagesProblem {
  return {
    code: 'images/bundle-unusable',
    message: `\`${file}\` is no bundle for this project: ${why}`,
    hint: 'make one where the project runs: `tackle bundle export FILE`',
  };
}

/** Somebody has named toolboxes that are not in it. */
export function bundleLacks(file: string, toolboxes: readonly string[]): ImagesProblem {
  const names = toolboxes.map((toolbox) => `\`${toolbox}\``).join(', ');
  return {
    code: 'images/bundle-unusable',
    message: `\`${file}\` does not hold ${names}`,
    hint: `make one that does where the project runs: \`tackle bundle export FILE ${toolboxes.join(' ')}\``,
  };
}

/** The image that is to be moved is not the one that the lock names. */
export function bundleDiffers(
  toolbox: string,
  file: string,
  { locked, here }: { readonly locked: string; readonly here: string },
): ImagesProblem {
  return {
    code: 'images/bundle-differs',
    message: `\`${toolbox}\` is locked as \`${locked}\`, and what is in \`${file}\` is \`${here}\``,
    hint: 'have the same `tackle.lock` on both machines, then export again',
  };
}
