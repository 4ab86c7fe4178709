import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { HostFacts } from '../plan/host-facts.ts';
import type { HostProblem } from './problems.ts';
import { unsupportedPlatform } from './problems.ts';

const PLATFORMS: Readonly<Record<string, HostFacts['platform']>> = {
  x64: 'linux/amd64',
  arm64: 'linux/arm64',
};

/** What images have to be made for to run here. */
export function platformHere(): Result<HostFacts['platform'], HostProblem> {
  const platform = PLATFORMS[process.arch];
  if (platform !== undefined) return ok(platform);
  return err(unsupportedPlatform(`${process.platform}/${process.arch}`));
}
