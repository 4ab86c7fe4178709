import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../host/package-root.ts';
import type { CommandMain } from './command.ts';
import { writeOut } from './write-out.ts';

/** What each is called where a shell looks for such files by itself. */
const FILES: Readonly<Record<string, string>> = {
  bash: 'tackle.bash',
  zsh: '_tackle',
  fish: 'tackle.fish',
};

/** `tackle completion bash|zsh|fish`. */
export const main: CommandMain = async ({ words: [shell = ''] }) =>
  writeOut(await readFile(join(packageRoot(), 'completions', FILES[shell] ?? shell), 'utf8'));
