import { join } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { HostFacts } from '../plan/host-facts.ts';
import { dataDir } from './directories.ts';
import { caCertificates } from './ca-certificates.ts';
import type { Environment } from './environment.ts';
import { exactEnvironment } from './exact-words.ts';
import { existingArguments } from './existing-arguments.ts';
import { inheritedFromCaller } from './inherited.ts';
import type { HostProblem } from './problems.ts';
import { unsupportedPlatform } from './problems.ts';
import { platformHere } from './platform.ts';
import { realPathOf } from './real-path.ts';
import { sshAgentSocket } from './ssh-agent.ts';
import { stdioKinds } from './stdio-kinds.ts';
import { timeZoneFile } from './time-zone.ts';
import { callingUser } from './user.ts';
import { workingDirectory } from './working-directory.ts';

/**
 * What planning needs to know of this machine and this process; `args` are the user's own. It stands
 * between a person and a prompt: a handful of synchronous calls, no child process.
 */
export function gatherFacts(
  args: readonly string[],
  inherited: Environment,
): Result<HostFacts, HostProblem> {
  const platform = platformHere();
  if (!platform.ok) return platform;
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (uid === undefined || gid === undefined) {
    return err(unsupportedPlatform(`${process.platform}/${process.arch}`));
  }
  const env = exactEnvironment(onlySet(inherited));
  const cwd = workingDirectory(env['PWD']);
  if (!cwd.ok) return cwd;
  const user = callingUser(uid, gid, env);
  const zone = timeZoneFile(env['TZ']);
  const agent = sshAgentSocket(env['SSH_AUTH_SOCK']);
  return ok({
    user,
    realHome: realPathOf(user.home) ?? user.home,
    platform: platform.value,
    env,
    cwd: cwd.value,
    stdio: stdioKinds(),
    inherited: inheritedFromCaller(),
    ...(zone !== undefined && { timeZoneFile: zone }),
    ...(agent !== undefined && { sshAgent: agent }),
    caCertificates: caCertificates(env),
    homesDir: join(dataDir({ ...env, HOME: user.home }), 'homes') as AbsolutePath,
    existingArguments: existingArguments(args, cwd.value.physical),
  });
}

function onlySet(env: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
