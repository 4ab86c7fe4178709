import { askedAt, type AskedAt } from '../../catalog/asked-at.ts';
import type { ImageReference } from '../../catalog/reference.ts';
import { parseReference, printReference } from '../../catalog/reference.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import type { Digest } from '../../kernel/brand.ts';
import { digestOf } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { LocalPin, Pin, RegistryPin } from '../../lock/pin.ts';
import { registryPin } from '../../lock/registry-pin.ts';
import type { EngineProblem } from '../engine.ts';
import { knownTag } from '../known-tags.ts';
import { interrupted } from '../problems.ts';
import type { DockerContext } from './docker-context.ts';
import { isMissing, problemOf } from './failure.ts';

/**
 * What a tag means now. The image that the engine has under that tag comes first, so that nothing
 * moves until somebody pulls; an image made on this machine has no digest and is pinned by its id.
 * Else the registry is asked for the digest alone.
 */
export async function resolve(
  context: DockerContext,
  reference: ImageReference,
  work: Work,
): Promise<Result<Pin, EngineProblem | ImagesProblem>> {
  const name = printReference(reference);
  try {
    const image = await context.docker.getImage(name).inspect();
    const digest = await digestAmong(context, reference, image.RepoDigests, work);
    return ok(pinOfLocal(reference, image.Id, digest));
  } catch (error) {
    if (!isMissing(error)) {
      return err(problemOf(error, context, { task: `look up \`${name}\``, reference }));
    }
  }
  const found = await ASKING[context.dialect.digests](context, reference, work);
  return found.ok ? ok(registryPin(reference, found.value)) : found;
}

type Ask = (
  context: DockerContext,
  reference: ImageReference,
  work: Work,
) => Promise<Result<Digest, EngineProblem | ImagesProblem>>;

const ASKING: Readonly<Record<DockerContext['dialect']['digests'], Ask>> = {
  'from the engine': askEngineForAll,
  'from the registry': async (context, reference, work) => {
    const { env } = context;
    const known = reference.digest ?? (await knownTag(reference, env));
    if (known !== undefined) return ok(known);
    return await askRegistryItself(context, reference, work);
  },
};

async function askRegistryItself(
  { env, registries }: DockerContext,
  reference: ImageReference,
  work: Work,
): Promise<Result<Digest, EngineProblem | ImagesProblem>> {
  const { askRegistry } = await import('../ask-registry.ts');
  return await askRegistry(reference, env, work, registries);
}

/** The first answer holds. */
async function askEngineForAll(
  context: DockerContext,
  reference: ImageReference,
  work: Work,
): Promise<Result<Digest, EngineProblem | ImagesProblem>> {
  const [first, ...more] = askedAt(reference, context.registries);
  let found = await askEngine(context, first, work);
  for (const asked of more) {
    if (found.ok || work.signal.aborted) break;
    found = await askEngine(context, asked, work);
  }
  return found;
}

/** `GET /distribution/{name}/json` */
async function askEngine(
  context: DockerContext,
  { reference, rule }: AskedAt,
  work: Work,
): Promise<Result<Digest, EngineProblem | ImagesProblem>> {
  const name = printReference(reference);
  const { explained, registryAuth } = await import('./registry-auth.ts');
  const auth = await registryAuth(reference.registry, context.env, work.signal);
  try {
    const answer = (await context.docker
      .getImage(name)
      .distribution({ authconfig: auth.authconfig, abortSignal: work.signal })) as {
      Descriptor: { digest: string };
    };
    const digest = digestOf(answer.Descriptor.digest);
    if (digest === undefined) throw new Error(`the registry gave no digest for ${name}`);
    return ok(digest);
  } catch (error) {
    if (work.signal.aborted) return err(interrupted(`looking up \`${name}\``));
    const problem = problemOf(error, context, { task: `look up \`${name}\``, reference });
    return err(explained(problem, auth, rule));
  }
}

/** Docker 24.0.0 says `null` of an image that never was in a registry (moby/moby#45556). */
type RepoDigests = readonly string[] | null;

/** The digests by which the engine has an image under this name. */
function digestsOf(reference: ImageReference, repoDigests: RepoDigests): readonly Digest[] {
  return (repoDigests ?? []).flatMap((text) => {
    const known = parseReference(text);
    const isSame =
      known?.registry === reference.registry && known.repository === reference.repository;
    return isSame && known.digest !== undefined ? [known.digest] : [];
  });
}

/** The pin of an image that the engine has: by the digest in its registry, if it came from there. */
function pinOfLocal(
  reference: ImageReference,
  id: string,
  digest: Digest | undefined,
): LocalPin | RegistryPin {
  if (digest !== undefined) return registryPin(reference, digest);
  return { kind: 'local', name: printReference(reference), id: id as Digest };
}

/** The same of all that the engine says; nothing where it names several digests, of which only a registry knows which. */
export function pinOfImage(
  reference: ImageReference,
  { Id, RepoDigests }: { readonly Id: string; readonly RepoDigests: RepoDigests },
): LocalPin | RegistryPin | undefined {
  // Podman's own: the digest that it gives them is known to no registry.
  if (reference.registry === 'localhost') return pinOfLocal(reference, Id, undefined);
  const [digest, ...others] = digestsOf(reference, RepoDigests);
  return others.length > 0 ? undefined : pinOfLocal(reference, Id, digest);
}

/** The one that the registry has the image by; nothing for an image that never was in a registry. */
async function digestAmong(
  context: DockerContext,
  reference: ImageReference,
  repoDigests: RepoDigests,
  work: Work,
): Promise<Digest | undefined> {
  const { digests } = context.dialect;
  const candidates = digestsOf(reference, repoDigests);
  if (digests === 'from the engine' || candidates.length === 0) return candidates[0];
  if (reference.registry === 'localhost') return undefined;
  // Podman names the index, the manifest for this platform, and what the image had been here before, alike.
  if (candidates.length === 1) return candidates[0];
  const meant = reference.digest ?? (await knownTag(reference, context.env));
  if (meant !== undefined && candidates.includes(meant)) return meant;
  const asked = await askRegistryItself(context, reference, work);
  return asked.ok && candidates.includes(asked.value) ? asked.value : undefined;
}
