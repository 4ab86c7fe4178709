import type Docker from 'dockerode';
import type { Limits } from '../../plan/launch-plan.ts';
import type { EngineProblem } from '../engine.ts';
import { unusable } from '../problems.ts';
import type { DockerContext } from './docker-context.ts';

/** The controllers of cgroups(7) that limits need. That of the number of processes is not asked for: there is always one. */
const CONTROLLERS = [
  { limit: 'memory', controller: 'memory', word: 'memory' },
  { limit: 'cpus', controller: 'cpu', word: 'processors' },
] as const satisfies readonly { limit: keyof Limits; controller: string; word: string }[];

/** What of the limits this engine would leave out in silence: said instead. Asks only where there is something to ask. */
export async function limitsNotGiven(
  { docker, dialect }: DockerContext,
  limits: Limits,
): Promise<EngineProblem | undefined> {
  const needed = CONTROLLERS.filter(({ limit }) => limits[limit] !== undefined);
  if (dialect.limits === 'always given' || needed.length === 0) return undefined;
  const delegated = await delegatedControllers(docker);
  const missing = needed.filter(({ controller }) => !delegated.includes(controller));
  if (missing.length === 0) return undefined;
  const words = missing.map(({ word }) => word).join(' and ');
  return unusable(`Podman without root cannot limit ${words} here: no cgroup is delegated to you`, {
    hint: "leave it out, or use an engine of root's: `tackle --engine docker …`",
  });
}

/** Of Podman's own API: what `GET /info` of Docker's says is true of root alone. */
async function delegatedControllers(docker: Docker): Promise<readonly string[]> {
  const info = await new Promise<unknown>((resolve, reject) => {
    docker.modem.dial(
      {
        path: '/v4.0.0/libpod/info',
        method: 'GET',
        statusCodes: { 200: true, 500: 'error' },
      },
      (error: Error | null, answer: unknown) => {
        if (error) reject(error);
        else resolve(answer);
      },
    );
  });
  return (info as PodmanInfo).host.cgroupControllers ?? [];
}

interface PodmanInfo {
  readonly host: { readonly cgroupControllers: readonly string[] | null };
}
