import type { Case } from '../case.ts';
import { accounts } from './accounts.ts';
import { exitStatus } from './exit-status.ts';
import { git } from './git.ts';
import { ownership } from './ownership.ts';
import { paths } from './paths.ts';
import { sharedFiles } from './shared-files.ts';

export const CASES: readonly Case[] = [
  ...exitStatus,
  ...ownership,
  ...paths,
  ...accounts,
  ...git,
  ...sharedFiles,
];
