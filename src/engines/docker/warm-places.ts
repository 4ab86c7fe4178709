import type Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { privately } from '../../host/privately.ts';
import { runtimeDir } from '../../host/runtime-dir.ts';
import type { Environment } from '../finding.ts';
import { knock } from '../knock.ts';
import { AGENT_SOCKET } from './container-options.ts';
import { isMissing } from './failure.ts';

/**
 * Where a container that is kept has its socket: a directory that no other container ever has, made before the engine is
 * asked for anything. So whatever a process that was killed has left is known by name, also what the engine makes after that.
 */
export interface WarmPlace {
  readonly id: string;
  /** The container's. */
  readonly name: string;
  readonly directory: string;
  readonly socket: string;
}

/** The directory of all of them, of one user's. */
export function warmRuntime(env: Environment, uid: number): string {
  const runtime = join(runtimeDir(env, uid), 'warm');
  privately(() => mkdirSync(runtime, { recursive: true }));
  return runtime;
}

/** One that is not made yet, for a container of which there may be others with the same key. */
export function newPlace(runtime: string, key: string): WarmPlace {
  return placeCalled(runtime, `${key}-${randomBytes(3).toString('hex')}`);
}

export function makePlace({ directory }: WarmPlace): void {
  privately(() => mkdirSync(directory));
}

/** The one of this id, whether it is made or not. */
export function placeCalled(runtime: string, id: string): WarmPlace {
  const directory = join(runtime, id);
  return { id, name: `tackle-warm-${id}`, directory, socket: join(directory, AGENT_SOCKET) };
}

/** Those of this key where an agent listens. */
export async function listeningPlaces(runtime: string, key: string): Promise<readonly WarmPlace[]> {
  const ids = readdirSync(runtime).filter((id) => id.startsWith(`${key}-`));
  const places = ids.map((id) => placeCalled(runtime, id));
  const listened = await Promise.all(places.map(isListened));
  return places.filter((_, at) => listened[at]);
}

/** A socket of another kind than Node's says so where somebody listens (EPROTOTYPE), and else that nobody does. */
export async function isListened({ socket }: WarmPlace): Promise<boolean> {
  const answer = await knock(socket);
  return answer.kind === 'dead' && answer.code === 'EPROTOTYPE';
}

/** In milliseconds: longer than an engine takes to make a container and start it. */
export const STARTING_MS = 60_000;

/**
 * Clears away the places of containers that have ended, and those that were made and never started.
 * @param prefix how keys of this engine's begin
 */
export async function clearPlaces(docker: Docker, runtime: string, prefix: string): Promise<void> {
  const ours = new RegExp(`^${prefix}[0-9a-f]+-[0-9a-f]+$`);
  const places = readdirSync(runtime)
    .filter((id) => ours.test(id))
    .map((id) => placeCalled(runtime, id));
  await Promise.all(places.map((place) => clearPlace(docker, place)));
}

async function clearPlace(docker: Docker, place: WarmPlace): Promise<void> {
  const made = statSync(place.directory, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
  if (made > Date.now() - STARTING_MS || (await isListened(place))) return;
  // Not one that runs: its agent may be going away, and serve a last launch.
  const container = docker.getContainer(place.name);
  const isGone = await container.remove({ v: true }).then(() => true, isMissing);
  if (isGone) rmSync(place.directory, { recursive: true, force: true });
}
