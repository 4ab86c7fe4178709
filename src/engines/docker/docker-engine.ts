import type Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { cacheDir } from '../../host/directories.ts';
import type { LeftLaunch } from '../../host/runtime-dir.ts';
import { leftLaunches, noteMade } from '../../host/runtime-dir.ts';
import type { Result } from '../../kernel/result.ts';
import { err } from '../../kernel/result.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { Engine, ImageId, LaunchOptions, LaunchProblem, Running } from '../engine.ts';
import type { EngineSettings, Environment } from '../finding.ts';
import { launchFiles } from '../launch-files.ts';
import { launchLink } from '../launch-link.ts';
import { makePlansMountPoints } from '../mount-points.ts';
import type { DockerAddress } from './address.ts';
import type { Dialect } from './dialect.ts';
import { dockerAt } from './docker-at.ts';
import type { DockerContext } from './docker-context.ts';
import { createContainer } from './client.ts';
import { containerOptions, type ContainerLaunchOptions } from './container-options.ts';
import { buildAnew, ensure } from './ensure.ts';
import { isAboutLimits, problemOf } from './failure.ts';
import { imageAccounts } from './image-accounts.ts';
import { launchContainer, streamsOf } from './launch.ts';
import { limitsNotGiven } from './limits-not-given.ts';
import { resolve } from './resolve.ts';
import { ulimitsFor } from './ulimits.ts';

/** The engine at an address. Speaks to it only when a method is called. */
export function openDocker(
  address: DockerAddress,
  dialect: Dialect,
  env: Environment,
  { registries }: EngineSettings = {},
): Engine {
  const docker = dockerAt(address);
  const here = { docker, address, dialect, cacheDir: cacheDir(env), env };
  const context: DockerContext = { ...here, ...(registries && { registries }) };
  return {
    name: dialect.engine,
    passesDescriptors: false,
    resolve: (reference, work) => resolve(context, reference, work),
    ensure: (pin, platform, work) => ensure(context, pin, platform, work),
    build: (pin, platform, work, options) => buildAnew(context, pin, platform, work, options),
    give: async (pin, platform, work) =>
      (await import('./give.ts')).give(context, pin, platform, work),
    take: async (pin, _platform, parts, work) =>
      (await import('./take.ts')).take(context, pin, parts, work),
    prepare: async (plan, image, work, asked) =>
      (await import('./warm.ts')).prepareWarm(context, { plan, image, ...asked }, work),
    launch: (plan, image, options) => launch(context, plan, image, options),
  };
}

/**
 * A daemon that may not raise limits (rootless, or itself in a container) fails to start a container that
 * asks for more than it has: then again, with what it has.
 */
async function launch(
  context: DockerContext,
  plan: LaunchPlan,
  image: ImageId,
  options: LaunchOptions,
): Promise<Result<Running, LaunchProblem>> {
  const { dialect } = context;
  const ulimits = ulimitsFor(plan.inherited);
  const asked = { ...options, ulimits, dialect };
  const launched = await launchOnce(context, plan, image, asked);
  const isRefused = ulimits.length > 0 && !launched.ok && isAboutLimits(launched.error);
  return isRefused ? launchOnce(context, plan, image, { ...asked, ulimits: [] }) : launched;
}

async function launchOnce(
  context: DockerContext,
  plan: LaunchPlan,
  image: ImageId,
  options: ContainerLaunchOptions,
): Promise<Result<Running, LaunchProblem>> {
  const { docker, dialect } = context;
  const missing = await limitsNotGiven(context, plan.limits).catch((error: unknown) =>
    problemOf(error, context, { task: `see which limits \`${plan.command}\` can have` }),
  );
  if (missing !== undefined) return err(missing);
  const ready = makePlansMountPoints(plan);
  if (!ready.ok) return ready;
  const id = launchId(dialect);
  const tidy = (runtime: string) =>
    Promise.all(leftLaunches(runtime, ours(dialect)).map((left) => removeLeft(docker, left)));
  const linked = dialect.streams === 'on the link' ? streamsOf(plan) : [];
  const opened = await launchLink(context.env, plan.user.uid, id, tidy, linked);
  if (!opened.ok) return opened;
  const link = opened.value;
  try {
    const accounts = await imageAccounts(docker, image, containerName(id), context.cacheDir);
    const { cacheDir } = context;
    const files = await launchFiles(plan, accounts, link, cacheDir, dialect.addedVariables);
    const request = containerOptions(plan, image, id, files, { ...options, streams: linked });
    const container = await createContainer(docker, containerName(id), plan.platform, request);
    options.onCreated?.();
    noteMade(link.directory);
    return await launchContainer(context, plan, container, link);
  } catch (error) {
    link.close();
    return err(problemOf(error, context, { task: `create a container for \`${plan.command}\`` }));
  }
}

function launchId({ idPrefix }: Dialect): string {
  return `${idPrefix}${randomBytes(6).toString('hex')}`;
}

/** What ids of launches look like whose containers are to be removed. */
function ours({ idPrefix }: Dialect): RegExp {
  return new RegExp(`^${idPrefix}[0-9a-f]+$`);
}

function containerName(id: string): string {
  return `tackle-${id}`;
}

/**
 * A launcher that was killed between creating its container and starting it leaves it behind; one that
 * was started is ended by its init and removed by the daemon. Where there may be one soon, a later launch looks again.
 */
async function removeLeft(docker: Docker, left: LeftLaunch): Promise<void> {
  const container = docker.getContainer(containerName(left.id));
  const isRemoved = await container.remove({ force: true, v: true }).then(
    () => true,
    () => false,
  );
  try {
    if (isRemoved || !left.mayBeBeingMade) rmSync(left.directory, { recursive: true, force: true });
  } catch {
    // As of the container: the launch at hand has nothing to do with it.
  }
}
