import type Docker from 'dockerode';
import type { ContainerInfo } from 'dockerode';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { isLaunchHere, runtimeDir } from '../../host/runtime-dir.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { EngineProblem } from '../engine.ts';
import type { Environment } from '../finding.ts';
import type { LeftContainer, OwnContainers, RunningContainer } from '../own-containers.ts';
import type { DockerAddress } from './address.ts';
import { LAUNCH_LABEL, PROJECT_LABEL, TOOLBOX_LABEL, WARM_LABEL } from './container-options.ts';
import type { Dialect } from './dialect.ts';
import { dockerAt } from './docker-at.ts';
import { isMissing, problemOf } from './failure.ts';
import { toolsIn, type Top } from './tools-in.ts';
import {
  isListened,
  placeCalled,
  STARTING_MS,
  warmRuntime,
  type WarmPlace,
} from './warm-places.ts';

/** Whose containers are looked at, and where. */
interface Where {
  readonly docker: Docker;
  readonly dialect: Dialect;
  readonly uid: number;
  readonly env: Environment;
  /** On another machine the same number is another user. */
  readonly isHere: boolean;
  /** Given up when it is aborted. */
  readonly signal: AbortSignal;
}

/** Those that the daemon at the address has. */
export function dockersOwnContainers(
  address: DockerAddress,
  dialect: Dialect,
  env: Environment,
  signal: AbortSignal,
): OwnContainers {
  const docker = dockerAt(address);
  const uid = process.getuid?.() ?? 0;
  const where: Where = { docker, dialect, uid, env, isHere: address.kind === 'socket', signal };
  async function attempt<T>(
    task: string,
    act: () => Promise<T>,
  ): Promise<Result<T, EngineProblem>> {
    try {
      return ok(await act());
    } catch (error) {
      return err(problemOf(error, { address, dialect }, { task }));
    }
  }
  return {
    running: () => attempt('list its containers', () => running(where)),
    end: (container, when) =>
      attempt(`end the container of \`${container.toolbox}\``, () => end(where, container, when)),
    left: () => attempt('list its containers', () => left(where)),
    remove: ({ id, toolbox }) =>
      attempt(`remove a container of \`${toolbox}\``, () => remove(docker, `tackle-${id}`)),
  };
}

async function ownOf({ docker, signal }: Where): Promise<readonly ContainerInfo[]> {
  const filters = { label: [LAUNCH_LABEL] };
  return await docker.listContainers({ all: true, filters, abortSignal: signal });
}

/** Those that have a place in this user's directory of launches: nobody else can make one there. */
async function running(where: Where): Promise<readonly RunningContainer[]> {
  const { env, uid } = where;
  const runtime = runtimeDir(env, uid);
  const all = (await ownOf(where)).flatMap((info) => {
    const { id, isKept } = namesOf(info);
    const isOurs = isKept
      ? existsSync(placeCalled(warmRuntime(env, uid), id).directory)
      : isLaunchHere(runtime, id);
    return isOurs && info.State === 'running' ? [info] : [];
  });
  const described = await Promise.all(all.map((info) => describe(where, info)));
  return described.filter((one) => one !== undefined);
}

function namesOf({ Labels }: ContainerInfo) {
  const warm = Labels[WARM_LABEL];
  return { id: warm ?? Labels[LAUNCH_LABEL] ?? '', isKept: warm !== undefined };
}

/** Nothing of one that has ended meanwhile. */
async function describe(where: Where, info: ContainerInfo): Promise<RunningContainer | undefined> {
  const { id, isKept } = namesOf(info);
  const life = isKept ? 'kept' : 'one launch';
  const top = await topOf(where, info.Id);
  const project = info.Labels[PROJECT_LABEL];
  return (
    top && {
      ...{ id, life, toolbox: info.Labels[TOOLBOX_LABEL] ?? '' },
      ...(project !== undefined && { project }),
      made: info.Created * 1000,
      tools: toolsIn(top, life),
    }
  );
}

/** Of one that does not run the engine says 409, or 500. */
async function topOf({ docker, dialect, signal }: Where, name: string): Promise<Top | undefined> {
  const { columnsOfTop } = dialect;
  const asked = { ...(columnsOfTop !== undefined && { ps_args: columnsOfTop }) };
  const container = docker.getContainer(name);
  try {
    return (await container.top({ ...asked, abortSignal: signal })) as Top;
  } catch (error) {
    if (isMissing(error)) return undefined;
    const { State } = await container.inspect({ abortSignal: signal });
    if (State.Running) throw error;
    return undefined;
  }
}

/**
 * Takes the socket's name away before it looks whether anybody is served: whoever comes after that finds no agent, and
 * whoever came before is seen, or is not served yet and goes another way.
 */
async function end(
  where: Where,
  { id, made, life }: RunningContainer,
  when: 'idle' | 'at once',
): Promise<'ended' | 'in use'> {
  if (life !== 'kept') return 'in use';
  const { docker, env, uid } = where;
  const place = placeCalled(warmRuntime(env, uid), id);
  if (when === 'idle') {
    const isStarting = made > Date.now() - STARTING_MS && !(await isListened(place));
    if (isStarting) return 'in use';
    if (!(await hideUnlessUsed(where, place))) return 'in use';
  }
  await remove(docker, place.name);
  rmSync(place.directory, { recursive: true, force: true });
  return 'ended';
}

/** Whether it is not used, and can no more be. */
async function hideUnlessUsed(where: Where, place: WarmPlace): Promise<boolean> {
  const restore = hide(place);
  let isUsed = true;
  try {
    const top = await topOf(where, place.name);
    isUsed = top !== undefined && toolsIn(top, 'kept').length > 0;
  } finally {
    if (isUsed) restore();
  }
  return !isUsed;
}

/** Gives what puts the name back, unless the agent has gone meanwhile, or another one has it. */
function hide({ socket }: WarmPlace): () => void {
  const aside = `${socket}.hidden`;
  const moved = (from: string, to: string): void => {
    try {
      renameSync(from, to);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  };
  moved(socket, aside);
  return () => moved(aside, socket);
}

async function remove(docker: Docker, name: string): Promise<undefined> {
  try {
    await docker.getContainer(name).remove({ force: true, v: true });
  } catch (error) {
    // 409: it is being removed this moment.
    if (!isMissing(error) && (error as { statusCode?: number }).statusCode !== 409) throw error;
  }
}

/** States of containers that nothing runs in, and nothing will. */
const OVER = ['created', 'exited', 'dead'];

/** What a launcher that was killed leaves, or a machine that was switched off. */
async function left(where: Where): Promise<readonly LeftContainer[]> {
  const { env, uid } = where;
  if (!where.isHere) return [];
  const runtime = runtimeDir(env, uid);
  const old = Date.now() - STARTING_MS;
  const over = (await ownOf(where)).filter(
    (info) =>
      OVER.includes(info.State) &&
      info.Created * 1000 < old &&
      !isLaunchHere(runtime, namesOf(info).id),
  );
  const looked = await Promise.all(over.map((info) => leftOf(where, info)));
  return looked.filter((one) => one !== undefined);
}

/** Nothing of another user's. */
async function leftOf(
  { docker, uid, signal }: Where,
  info: ContainerInfo,
): Promise<LeftContainer | undefined> {
  const { id, isKept } = namesOf(info);
  const name = `${isKept ? 'warm-' : ''}${id}`;
  const container = docker.getContainer(info.Id);
  const found = await container.inspect({ abortSignal: signal }).catch(nothingIfMissing);
  const isOurs = found?.Config.User.split(':')[0] === String(uid);
  if (!isOurs || found.Name !== `/tackle-${name}`) return undefined;
  return { id: name, toolbox: info.Labels[TOOLBOX_LABEL] ?? '' };
}

function nothingIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
