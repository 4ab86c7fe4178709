import type { CommandModule } from './command.ts';
import type { CommandWord } from './commands.ts';

/** The file of each command: a chunk of its own, read when the command is run. */
export const LOAD_COMMAND: Readonly<Record<CommandWord, () => Promise<CommandModule>>> = {
  run: () => import('./run.ts'),
  x: () => import('./x.ts'),
  shell: () => import('./shell.ts'),
  plan: () => import('./plan.ts'),
  list: () => import('./list.ts'),
  config: () => import('./config.ts'),
  shims: () => import('./shims.ts'),
  lock: () => import('./lock.ts'),
  update: () => import('./update.ts'),
  outdated: () => import('./outdated.ts'),
  pull: () => import('./pull.ts'),
  build: () => import('./build.ts'),
  bundle: () => import('./bundle.ts'),
  engines: () => import('./engines.ts'),
  images: () => import('./images.ts'),
  help: () => import('./help.ts'),
};
