import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { EngineProblem } from '../engine.ts';
import type { DockerAddress } from './address.ts';
import { dockerAt } from './docker-at.ts';
import type { Dialect } from './dialect.ts';
import { problemOf } from './failure.ts';

/** What answers at the address (`GET /version`): `Docker Engine 27.3.1`, or another that speaks its language. */
export async function dockerVersion(
  address: DockerAddress,
  dialect: Dialect,
  signal: AbortSignal,
): Promise<Result<string, EngineProblem>> {
  try {
    const docker = dockerAt(address) as unknown as AsksForVersion;
    return ok(wordsOf(await docker.version({ abortSignal: signal })));
  } catch (error) {
    return err(problemOf(error, { address, dialect }, { task: 'say its version' }));
  }
}

/** dockerode's types leave the options out. */
interface AsksForVersion {
  version(options: { readonly abortSignal: AbortSignal }): Promise<VersionAnswer>;
}

interface VersionAnswer {
  readonly Version: string;
  /** The first is the engine itself: `Engine` is Docker's, `Podman Engine` says what it is. */
  readonly Components?: readonly { readonly Name: string }[] | null;
}

function wordsOf({ Version, Components }: VersionAnswer): string {
  const name = Components?.[0]?.Name ?? 'Engine';
  return `${name === 'Engine' ? 'Docker Engine' : name} ${Version}`;
}
