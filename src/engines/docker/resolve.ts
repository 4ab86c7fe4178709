import type Docker from 'dockerode';
import type { ImageReference } from '../../catalog/reference.ts';
import { parseReference, printReference } from '../../catalog/reference.ts';
import type { Digest } from '../../kernel/brand.ts';
import { digestOf } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { LocalPin, Pin, RegistryPin } from '../../lock/pin.ts';
import { registryPin } from '../../lock/registry-pin.ts';
import type { EngineProblem } from '../engine.ts';
import { interrupted } from '../problems.ts';
import type { DockerAddress } from './address.ts';
import { isMissing, problemOf } from './failure.ts';

/**
 * What a tag means now. The image that the daemon has under that tag comes first, so that nothing
 * moves until somebody pulls; an image made on this machine has no digest and is pinned by its id.
 * Else the registry is asked for the digest alone (`GET /distribution/{name}/json`).
 */
export async function resolve(
  docker: Docker,
  address: DockerAddress,
  reference: ImageReference,
  work: Work,
): Promise<Result<Pin, EngineProblem>> {
  const name = printReference(reference);
  const attempt = { task: `look up \`${name}\``, reference };
  try {
    const image = await docker.getImage(name).inspect();
    return ok(pinOfLocal(reference, image.Id, image.RepoDigests));
  } catch (error) {
    if (!isMissing(error)) return err(problemOf(error, address, attempt));
  }
  try {
    const answer = (await docker.getImage(name).distribution({ abortSignal: work.signal })) as {
      Descriptor: { digest: string };
    };
    const digest = digestOf(answer.Descriptor.digest);
    if (digest === undefined) throw new Error(`the registry gave no digest for ${name}`);
    return ok(registryPin(reference, digest));
  } catch (error) {
    if (work.signal.aborted) return err(interrupted(`looking up \`${name}\``));
    return err(problemOf(error, address, attempt));
  }
}

/** The pin of an image that the daemon has: by the digest in its registry, if it came from there. */
export function pinOfLocal(
  reference: ImageReference,
  id: string,
  repoDigests: readonly string[],
): LocalPin | RegistryPin {
  for (const text of repoDigests) {
    const known = parseReference(text);
    const same =
      known?.registry === reference.registry && known.repository === reference.repository;
    if (same && known.digest !== undefined) return registryPin(reference, known.digest);
  }
  return { kind: 'local', name: printReference(reference), id: id as Digest };
}
