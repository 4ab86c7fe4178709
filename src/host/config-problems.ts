import type { AbsolutePath } from '../kernel/brand.ts';
import type { Problem } from '../kernel/problem.ts';

export type ConfigTextsCode =
  | 'config/ambiguous'
  | 'config/unreadable'
  | 'config/not-a-file'
  | 'config/not-utf8'
  | 'config/too-large';

export type ConfigTextsProblem = Problem<ConfigTextsCode>;

export function ambiguous(files: readonly AbsolutePath[]): ConfigTextsProblem {
  const names = files.map((file) => `\`${file}\``).join(' and ');
  return {
    code: 'config/ambiguous',
    message: `there is more than one config here: ${names}`,
    hint: 'keep one of them',
  };
}

/** `reason` is the system's name for what went wrong: `EACCES`. */
export function unreadable(file: string, reason: string): ConfigTextsProblem {
  const denied = reason === 'EACCES' || reason === 'EPERM';
  return {
    code: 'config/unreadable',
    message: `\`${file}\` cannot be read: ${denied ? 'permission denied' : reason}`,
    hint: denied ? `ls -ld ${file}` : 'remove it, or put a readable file in its place',
  };
}

export function notAFile(file: AbsolutePath, what: string): ConfigTextsProblem {
  return {
    code: 'config/not-a-file',
    message: `\`${file}\` is ${what}, and a config is a file`,
    hint: 'remove it, or put the config in its place',
  };
}

export function notUtf8(file: AbsolutePath): ConfigTextsProblem {
  return {
    code: 'config/not-utf8',
    message: `\`${file}\` is not UTF-8 text`,
    hint: 'save it as UTF-8',
  };
}

/** `limit` in bytes. */
export function tooLarge(file: AbsolutePath, limit: number): ConfigTextsProblem {
  return {
    code: 'config/too-large',
    message: `\`${file}\` is larger than ${limit / 1024 ** 2} MiB, and no config is`,
  };
}
