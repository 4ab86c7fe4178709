import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir } from '../../host/directories.ts';
import { noteMade } from '../../host/runtime-dir.ts';
import type { HeldImage } from '../../images/store/hold-image.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { ImageAccounts } from '../etc-files.ts';
import type { LaunchOptions, LaunchProblem, Running } from '../engine.ts';
import type { Environment } from '../finding.ts';
import { launchFiles } from '../launch-files.ts';
import { launchLink } from '../launch-link.ts';
import { makePlansMountPoints } from '../mount-points.ts';
import { failed } from '../problems.ts';
import { initOptions } from '../init-options.ts';
import { bwrapArguments, guardOptions } from './bwrap-arguments.ts';
import { imageEnvironment } from './image-environment.ts';
import { launchSandbox } from './launch.ts';
import { removeLeftSandboxes, sandboxId } from './left-sandboxes.ts';
import { filesOf } from './root-files.ts';

/** Runs a plan over an unpacked image. `bwrap` is the path of bubblewrap. */
export async function startSandbox(
  bwrap: string,
  env: Environment,
  plan: LaunchPlan,
  { root, config }: HeldImage,
  options: LaunchOptions,
): Promise<Result<Running, LaunchProblem>> {
  const ready = makePlansMountPoints(plan);
  if (!ready.ok) return ready;
  const opened = await launchLink(env, plan.user.uid, sandboxId(), removeLeftSandboxes);
  if (!opened.ok) return opened;
  const link = opened.value;
  try {
    const files = await launchFiles(plan, await accountsOf(root), link, cacheDir(env));
    const args = [
      ...bwrapArguments(plan, { root, ...files }, imageEnvironment(config), filesOf(root), kindOf),
      ...initOptions(plan, options),
      ...guardOptions(plan),
    ];
    noteMade(link.directory);
    return ok(await launchSandbox(bwrap, args, plan, link, options.descriptors === 'own'));
  } catch (error) {
    link.close();
    return err(failed(`start \`${plan.command}\``, [(error as Error).message]));
  }
}

export async function accountsOf(root: string): Promise<ImageAccounts> {
  const read = (name: string) => readFile(join(root, 'etc', name), 'utf8').catch(() => '');
  return { passwd: await read('passwd'), group: await read('group') };
}

export function kindOf(source: string): 'directory' | 'file' {
  return statSync(source, { throwIfNoEntry: false })?.isDirectory() === false
    ? 'file'
    : 'directory';
}
