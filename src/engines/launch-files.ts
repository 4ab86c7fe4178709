import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privately } from '../host/privately.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { etcFiles, type EtcFiles, type ImageAccounts } from './etc-files.ts';
import type { InitLink } from './init-link.ts';
import { initProgram } from './init-program.ts';
import { initWords, WORDS_FILE } from './init-words.ts';

/** Files of the host that a launch needs inside besides what the plan mounts. */
export interface LaunchFiles extends EtcFiles {
  /** The static init program for the plan's platform. */
  readonly init: string;
  /** The directory of the link to the launcher, with the words for init in it. */
  readonly link: string;
}

/**
 * Makes what is missing of them. Rejects when that cannot be.
 * @param removed as of `initWords`
 */
export async function launchFiles(
  plan: LaunchPlan,
  accounts: ImageAccounts,
  link: InitLink,
  cacheDir: string,
  removed: readonly string[] = [],
): Promise<LaunchFiles> {
  const files = await etcFiles(accounts, plan, cacheDir, link.directory);
  const words = join(link.directory, WORDS_FILE);
  privately(() => writeFileSync(words, initWords(plan, removed)));
  // init holds them from its start on, and there may be secrets among them.
  void link.started.then(() => rmSync(words, { force: true }));
  return { init: initProgram(plan.platform), link: link.directory, ...files };
}
