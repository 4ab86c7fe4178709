import type { Registries } from '../config/config.ts';
import type { ImageReference } from '../catalog/reference.ts';
import type { ImagesProblem } from '../images/problems.ts';
import { RegistryClient } from '../images/registry/client.ts';
import type { ImageDescription } from '../images/registry/describe.ts';
import { dockerCredentials } from '../images/registry/docker-config.ts';
import type { Digest } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { asEngineProblem } from './as-engine-problem.ts';
import type { EngineProblem } from './engine.ts';
import type { Environment } from './finding.ts';
import { rememberTag } from './known-tags.ts';

/** A client of its own for every pull: tokens are kept no longer than they are needed. */
export function registryClient(env: Environment, registries?: Registries): RegistryClient {
  return new RegistryClient({ credentials: dockerCredentials(env), registries });
}

/** What a tag means now, by its registry; `knownTag` tells it from then on. */
export async function askRegistry(
  reference: ImageReference,
  env: Environment,
  work: Work,
  registries?: Registries,
): Promise<Result<Digest, EngineProblem | ImagesProblem>> {
  const found = await registryClient(env, registries).resolve(reference, lookingUp(work));
  if (!found.ok) return err(asEngineProblem(found.error));
  await rememberTag(reference, found.value, env);
  return found;
}

/** What the image of a digest is on each platform, by its registry, whatever the tag means by now. */
export async function describeImage(
  reference: ImageReference,
  digest: Digest,
  env: Environment,
  work: Work,
  registries?: Registries,
): Promise<Result<ImageDescription, EngineProblem | ImagesProblem>> {
  const client = registryClient(env, registries);
  const found = await client.describe(reference, digest, lookingUp(work));
  return found.ok ? found : err(asEngineProblem(found.error));
}

/** Nothing is pulled yet. */
export function lookingUp({ signal, report }: Work): Work {
  return { signal, report: (event) => report({ ...event, task: 'look up' }) };
}
