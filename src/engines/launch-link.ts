import { makeLaunchDir, runtimeDir } from '../host/runtime-dir.ts';
import { launchDirectoryUnusable, type HostProblem } from '../host/problems.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { openInitLink, type InitLink, type StreamName } from './init-link.ts';

/**
 * Opens a launch's link in a directory of its own, below the user's runtime directory.
 * @param tidy clears away what killed launchers have left there
 */
export async function launchLink(
  env: NodeJS.ProcessEnv,
  uid: number,
  id: string,
  tidy: (runtime: string) => unknown,
  streams: readonly StreamName[] = [],
): Promise<Result<InitLink, HostProblem>> {
  try {
    const runtime = runtimeDir(env, uid);
    await tidy(runtime);
    return ok(await openInitLink(makeLaunchDir(runtime, id), streams));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return err(launchDirectoryUnusable(error.message));
  }
}
