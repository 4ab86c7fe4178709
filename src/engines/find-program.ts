import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './finding.ts';

/** The path of a program on PATH, as a shell finds it; a relative entry is left out. */
export function findProgram(name: string, { PATH = '' }: Environment): string | undefined {
  const candidates = PATH.split(':').flatMap((directory) =>
    directory.startsWith('/') ? [join(directory, name)] : [],
  );
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
