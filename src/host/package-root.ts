import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The directory Tackle is installed in: the nearest one above this file that holds a `package.json`.
 * (`dist/` in an installed package, `src/host/` in tests: neither holds one.)
 */
export function packageRoot(): string {
  let directory = import.meta.dirname;
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error('tackle is not inside its package');
    directory = parent;
  }
  return directory;
}
