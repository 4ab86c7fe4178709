import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../host/package-root.ts';
import type { CommandMain } from './command.ts';
import { writeOut } from './write-out.ts';

/** `tackle activate bash|zsh|fish`. */
export const main: CommandMain = async ({ words: [shell] }) => {
  const file = shell === 'fish' ? 'tackle.fish' : 'tackle.sh';
  return writeOut(await readFile(join(packageRoot(), 'activation', file), 'utf8'));
};
