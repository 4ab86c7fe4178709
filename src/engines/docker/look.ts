import type { AbsolutePath } from '../../kernel/brand.ts';
import { ok } from '../../kernel/result.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { EngineProblem } from '../engine.ts';
import type { Environment, Finding } from '../finding.ts';
import { knock } from '../knock.ts';
import { noAnswer, permissionDenied } from '../problems.ts';
import type { DockerAddress } from './address.ts';
import { DIALECTS, type Dialect } from './dialect.ts';
import { findDockerAddress, printAddress } from './address.ts';

/** The strategy for Docker: where somebody said, else the first of the known sockets that listens. */
export async function lookForDocker(env: Environment): Promise<Finding> {
  const where = await findDockerAddress(env);
  if (!where.ok) return { kind: 'unusable', because: where.error, asked: true };
  switch (where.value.kind) {
    case 'said':
      return lookAt(where.value.address, env);
    case 'guessed':
      return lookAmong(where.value.sockets, env);
    default:
      return unreachable(where.value);
  }
}

/** Where somebody has said. */
export async function lookAt(
  address: DockerAddress,
  env: Environment,
  engine: Dialect['engine'] = 'docker',
): Promise<Finding> {
  const problem = address.kind === 'socket' ? await problemAt(address, engine) : undefined;
  return problem === undefined
    ? usable(address, env, engine)
    : { kind: 'unusable', because: problem, asked: true };
}

/** The first that listens; else the reason of the first that is there. */
export async function lookAmong(
  sockets: readonly AbsolutePath[],
  env: Environment,
  engine: Dialect['engine'] = 'docker',
): Promise<Finding> {
  let first: EngineProblem | undefined;
  for (const path of sockets) {
    const answer = await knock(path);
    const address: DockerAddress = { kind: 'socket', path, saidBy: 'a usual place' };
    if (answer.kind === 'listening') return usable(address, env, engine);
    if (answer.kind === 'denied') first ??= permissionDenied(path, engine);
    if (answer.kind === 'dead') first ??= dead(address, answer.code, engine);
  }
  if (first !== undefined) return { kind: 'unusable', because: first };
  return { kind: 'not-applicable', because: `no socket at ${sockets.join(', ')}` };
}

async function problemAt(
  address: Extract<DockerAddress, { kind: 'socket' }>,
  engine: Dialect['engine'],
): Promise<EngineProblem | undefined> {
  const answer = await knock(address.path);
  switch (answer.kind) {
    case 'listening':
      return undefined;
    case 'absent':
      return dead(address, 'ENOENT', engine);
    case 'denied':
      return permissionDenied(address.path, engine);
    case 'dead':
      return dead(address, answer.code, engine);
    default:
      return unreachable(answer);
  }
}

function dead(address: DockerAddress, code: string, engine: Dialect['engine']): EngineProblem {
  return noAnswer(printAddress(address), address.saidBy, [`connect: ${code}`], engine);
}

function usable(address: DockerAddress, env: Environment, engine: Dialect['engine']): Finding {
  return {
    kind: 'usable',
    at: printAddress(address),
    donor: async () => (await import('./donor.ts')).dockerDonor(address, DIALECTS[engine]),
    containers: async (signal) => {
      const { dockersOwnContainers } = await import('./own-containers.ts');
      return ok(dockersOwnContainers(address, DIALECTS[engine], env, signal));
    },
    version: async (signal) =>
      (await import('./version.ts')).dockerVersion(address, DIALECTS[engine], signal),
    open: async (settings) =>
      (await import('./open-recognised.ts')).openRecognised(address, env, settings),
  };
}
