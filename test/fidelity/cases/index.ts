import type { Case } from '../case.ts';
import { accounts } from './accounts.ts';
import { agentProxyCa } from './agent-proxy-ca.ts';
import { programArguments } from './arguments.ts';
import { bytes } from './bytes.ts';
import { descriptors } from './descriptors.ts';
import { environment } from './environment.ts';
import { exitStatus } from './exit-status.ts';
import { git } from './git.ts';
import { input } from './input.ts';
import { limits } from './limits.ts';
import { locale } from './locale.ts';
import { outputs } from './outputs.ts';
import { outsideFiles } from './outside-files.ts';
import { ownership } from './ownership.ts';
import { paths } from './paths.ts';
import { sharedFiles } from './shared-files.ts';
import { lives } from './lives.ts';
import { signals } from './signals.ts';

export const CASES: readonly Case[] = [
  ...exitStatus,
  ...ownership,
  ...paths,
  ...accounts,
  ...git,
  ...sharedFiles,
  ...environment,
  ...locale,
  ...limits,
  ...outsideFiles,
  ...agentProxyCa,
  ...outputs,
  ...bytes,
  ...input,
  ...descriptors,
  ...programArguments,
  ...lives,
  ...signals,
];
