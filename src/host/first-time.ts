import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import { hexOf } from '../kernel/brand.ts';
import { digestOfContent } from '../kernel/digest.ts';
import { dataDir } from './directories.ts';
import type { Environment } from './environment.ts';
import { privately } from './privately.ts';
import { realPathOf } from './real-path.ts';

/** Whether nobody was told this in the project yet; from now on somebody was. Not where that cannot be kept. */
export function isFirstTime(what: string, root: AbsolutePath, env: Environment): boolean {
  const name = digestOfContent(`${what}\0${realPathOf(root) ?? root}`);
  const directory = join(dataDir(env), 'told');
  try {
    privately(() => {
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, hexOf(name)), '', { flag: 'wx' });
    });
    return true;
  } catch {
    return false;
  }
}
