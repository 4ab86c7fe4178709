import type { Result } from '../../kernel/result.ts';
import { ok } from '../../kernel/result.ts';
import type { EngineProblem } from '../engine.ts';
import type { Environment } from '../finding.ts';
import type { OwnContainers } from '../own-containers.ts';
import { PODMAN } from './dialect.ts';
import { dockersOwnContainers } from './own-containers.ts';
import { startPodmanService } from './podman-service.ts';

/** Those of a Podman of which no service listens: one is started, as for a launch. */
export async function podmansOwnContainers(
  program: string,
  env: Environment,
  signal: AbortSignal,
): Promise<Result<OwnContainers, EngineProblem>> {
  const started = await startPodmanService(program, env);
  return started.ok ? ok(dockersOwnContainers(started.value, PODMAN, env, signal)) : started;
}
