import type { Case } from '../case.ts';
import { accounts } from './accounts.ts';
import { agentProxyCa } from './agent-proxy-ca.ts';
import { programArguments } from './arguments.ts';
import { backgroundJobs } from './background-jobs.ts';
import { bytes } from './bytes.ts';
import { controlKeys } from './control-keys.ts';
import { ctrlC } from './ctrl-c.ts';
import { descriptors } from './descriptors.ts';
import { devTty } from './dev-tty.ts';
import { environment } from './environment.ts';
import { exitStatus } from './exit-status.ts';
import { git } from './git.ts';
import { input } from './input.ts';
import { jobControl } from './job-control.ts';
import { limits } from './limits.ts';
import { locale } from './locale.ts';
import { outputs } from './outputs.ts';
import { outsideFiles } from './outside-files.ts';
import { ownership } from './ownership.ts';
import { paste } from './paste.ts';
import { paths } from './paths.ts';
import { restore } from './restore.ts';
import { sharedFiles } from './shared-files.ts';
import { lives } from './lives.ts';
import { signals } from './signals.ts';
import { size } from './size.ts';
import { terminalType } from './terminal-type.ts';
import { manyAtOnce } from './many-at-once.ts';
import { lostContainer } from './lost-container.ts';
import { shebang } from './shebang.ts';
import { ownName } from './own-name.ts';
import { silence } from './silence.ts';

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
  ...size,
  ...ctrlC,
  ...jobControl,
  ...controlKeys,
  ...restore,
  ...devTty,
  ...terminalType,
  ...paste,
  ...backgroundJobs,
  ...manyAtOnce,
  ...lostContainer,
  ...shebang,
  ...ownName,
  ...silence,
];
