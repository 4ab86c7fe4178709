import type Docker from 'dockerode';
import { createHash } from 'node:crypto';
import { existsSync, rmSync, statSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { takeBuildLock } from '../../host/build-lock.ts';
import type { AbsolutePath } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import { hardLimits } from '../../plan/hard-limits.ts';
import type { AgentWay } from '../../prepared/prepared.ts';
import type { ImageId, LaunchProblem, PrepareOptions, PreparedCarrier } from '../engine.ts';
import { etcFiles, type ImageAccounts } from '../etc-files.ts';
import { initProgram } from '../init-program.ts';
import { makePlansMountPoints } from '../mount-points.ts';
import { createContainer, exitStatus } from './client.ts';
import { AGENT_SOCKET, warmOptions } from './container-options.ts';
import type { DockerContext } from './docker-context.ts';
import { isAboutLimits, isMissing, problemOf } from './failure.ts';
import { imageAccounts } from './image-accounts.ts';
import { limitsNotGiven } from './limits-not-given.ts';
import { ulimitsFor, type Ulimit } from './ulimits.ts';
import {
  clearPlaces,
  listeningPlaces,
  makePlace,
  newPlace,
  warmRuntime,
  type WarmPlace,
} from './warm-places.ts';

/** How long a container waits for its next tool: that of a project, and that of a directory which is none's. */
const IDLE_SECONDS = 15 * 60;
const IDLE_SECONDS_FOR_ONCE = 2 * 60;

/** A socket's path has 107 bytes at most (unix(7)). */
const LONGEST_SOCKET = 107;

/**
 * The warm container of this plan's toolbox: the one that there is, or a new one. Of several that ask for it at once, one makes
 * it. Nothing for a plan that no container can be kept for, which the launch itself has more to say about.
 */
export async function prepareWarm(
  context: DockerContext,
  wanted: Wanted,
  work: Work,
): Promise<Result<PreparedCarrier | undefined, LaunchProblem>> {
  const { plan, image } = wanted;
  const attempt = { task: `keep a container for \`${plan.toolbox}\`` };
  try {
    // Here and not by the launch, which would make another plan of this one.
    const ready = makePlansMountPoints(plan);
    if (!ready.ok) return ready;
    if (plan.isolation === 'fresh') return ok(undefined);
    if ((await limitsNotGiven(context, plan.limits)) !== undefined) return ok(undefined);
    const runtime = warmRuntime(context.env, plan.user.uid);
    await clearPlaces(context.docker, runtime, context.dialect.idPrefix);
    const accounts = await accountsOf(context, image, runtime);
    const kept = await etcFiles(accounts, plan, context.cacheDir).catch(() => undefined);
    if (kept === undefined) return ok(undefined);
    const warm: Warm = { ...wanted, files: { init: initProgram(plan.platform), ...kept } };
    const agent = await agentFor(context, runtime, warm, work);
    if (agent === undefined) return ok(undefined);
    return ok({ way: agent, init: [], madeOf: Object.values(warm.files), copied: COPIED });
  } catch (error) {
    return err(problemOf(error, context, attempt));
  }
}

/** Of which plan's toolbox a container is wanted. */
export interface Wanted extends PrepareOptions {
  readonly plan: LaunchPlan;
  readonly image: ImageId;
}

/** What a warm container is made of. */
interface Warm extends Wanted {
  readonly files: { readonly init: string; readonly passwd: string; readonly group: string };
}

/** What is made for it, and cannot be removed, is cleared away as a container is. */
async function accountsOf(
  { docker, dialect, cacheDir }: DockerContext,
  image: ImageId,
  runtime: string,
): Promise<ImageAccounts> {
  const place = newPlace(runtime, `${dialect.idPrefix}0`);
  makePlace(place);
  const accounts = await imageAccounts(docker, image, place.name, cacheDir);
  rmSync(place.directory, { recursive: true });
  return accounts;
}

/** Who listens, and where. */
type Agent = Pick<AgentWay, 'socket' | 'pid'>;

async function agentFor(
  context: DockerContext,
  runtime: string,
  warm: Warm,
  work: Work,
): Promise<AgentWay | undefined> {
  const { dialect } = context;
  const key = `${dialect.idPrefix}${keyOf(context, warm)}`;
  const place = newPlace(runtime, key);
  if (Buffer.byteLength(`${place.socket}.new`) > LONGEST_SOCKET) return undefined;
  await using _turn = await takeBuildLock(`${join(runtime, key)}.lock` as AbsolutePath, work);
  const there = await livingAgent(context, await listeningPlaces(runtime, key));
  const agent = there ?? (await makeAgent(context, warm, place));
  if (agent === undefined) return undefined;
  const limits = hardLimits(warm.plan.inherited);
  return { kind: 'agent', ...agent, removed: dialect.addedVariables, limits };
}

/** The daemon makes the container's own of them when that is made. */
const COPIED = ['/etc/hosts', '/etc/resolv.conf'];

/** The same for whatever can be run in the same container. */
function keyOf({ address, dialect }: DockerContext, { plan, image, files }: Warm): string {
  const { mounts, user, network, limits, security, inherited, cwd } = plan;
  const { dev, ino, mtimeMs } = statSync(files.init);
  const sources = mounts.flatMap((mount) => (mount.kind === 'bind' ? [mount.source] : []));
  const made = [
    ...[dialect.engine, address, image, files, dev, ino, mtimeMs],
    ...[mounts, user, network, limits, security, cwd, ulimitsFor(inherited)],
    // Another directory in a source's place is another mount.
    ...[...sources, ...COPIED].map(identityOf),
  ];
  return createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 12);
}

function identityOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return '';
  return `${found.dev} ${found.ino}${found.isDirectory() ? '' : ` ${found.ctimeMs}`}`;
}

/** Whoever listens is process 1 of the container that has the place's name; the engine knows its pid. */
async function livingAgent(
  { docker }: DockerContext,
  places: readonly WarmPlace[],
): Promise<Agent | undefined> {
  for (const { name, socket } of places) {
    const found = await docker.getContainer(name).inspect().catch(nothingIfMissing);
    if (found?.State.Running === true) return { socket, pid: found.State.Pid };
  }
  return undefined;
}

function nothingIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

async function makeAgent(
  context: DockerContext,
  warm: Warm,
  place: WarmPlace,
): Promise<Agent | undefined> {
  const ulimits = ulimitsFor(warm.plan.inherited);
  makePlace(place);
  try {
    return await makeContainer(context, warm, place, ulimits);
  } catch (error) {
    // A daemon that may not raise limits gives what it has.
    const problem = problemOf(error, context, { task: 'start a container' });
    if (ulimits.length === 0 || !isAboutLimits(problem)) throw error;
    return await makeContainer(context, warm, place, []);
  }
}

/** In milliseconds: an engine in a virtual machine has a kernel of its own, and its sockets are not seen here. */
const SILENCE_MS = 10_000;

/** Nothing where no agent comes about that this process can reach. */
async function makeContainer(
  { docker, dialect, env }: DockerContext,
  { plan, image, files, meanwhile, isForOnce }: Warm,
  place: WarmPlace,
  ulimits: readonly Ulimit[],
): Promise<Agent | undefined> {
  const { id, name, directory, socket } = place;
  const usual = isForOnce === true ? IDLE_SECONDS_FOR_ONCE : IDLE_SECONDS;
  const idleSeconds = Number(env['TACKLE_IDLE_SECONDS'] ?? usual);
  const request = warmOptions(plan, image, files, {
    ...{ id, directory, idleSeconds },
    ...{ ulimits, dialect },
  });
  const container = await createContainer(docker, name, plan.platform, request);
  const waiting = new AbortController();
  try {
    const listening = untilListened(place, waiting.signal);
    const died = exitStatus(docker, container.id, waiting.signal);
    const silent = setTimeout(SILENCE_MS, 'silent', { signal: waiting.signal });
    const started = container.start().then(() => 'started' as const);
    for (const one of [listening, died, silent, started]) one.catch(() => undefined);
    // Once what the engine is asked for is on its way to it.
    await setTimeout(1).then(meanwhile);
    // The agent listens some time before the engine has done all that it does when it starts a container.
    const first = await Promise.race([listening, died, silent, started]);
    const inspected = container.inspect();
    inspected.catch(() => undefined);
    await started;
    if (first !== 'listening' && (await Promise.race([listening, died, silent])) !== 'listening') {
      await remove(container);
      return undefined;
    }
    const early = (await inspected).State;
    // An engine may tell of a container that it has not done with.
    const { Pid: pid } = early.Pid > 0 ? early : (await container.inspect()).State;
    return { socket, pid };
  } catch (error) {
    await remove(container);
    throw error;
  } finally {
    waiting.abort();
  }
}

/** It may have gone by itself. */
async function remove(container: Docker.Container): Promise<void> {
  await container.remove({ force: true, v: true }).catch(() => undefined);
}

/** The agent's socket has its name once it is listened to. */
async function untilListened(
  { directory, socket }: WarmPlace,
  signal: AbortSignal,
): Promise<'listening'> {
  for await (const { filename } of watch(directory, { signal })) {
    if (filename === AGENT_SOCKET && existsSync(socket)) return 'listening';
  }
  throw new Error(`nothing is made in ${directory}`);
}
