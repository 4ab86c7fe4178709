import { askedAt, type AskedAt } from '../../catalog/asked-at.ts';
import { printByTag } from '../../catalog/reference.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import type { Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { RegistryPin } from '../../lock/pin.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { EngineProblem } from '../engine.ts';
import { orGone } from '../or-gone.ts';
import { interrupted } from '../problems.ts';
import type { DockerContext } from './docker-context.ts';
import { problemOf, problemOfWords } from './failure.ts';
import { progressLines } from './progress-lines.ts';
import { PulledLayers } from './pulled-layers.ts';
import { explained, registryAuth } from './registry-auth.ts';

/**
 * Pulls a pinned image by its digest from the first place that gives it, reporting bytes. Layers that are there are not
 * fetched again. From another place than its registry it comes by the name that it has there: the digest says what it is.
 */
export async function pull(
  context: DockerContext,
  pin: RegistryPin,
  platform: Platform,
  work: Work,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  const subject = printByTag({ ...pin, tag: pin.tag ?? 'latest' });
  work.report({ kind: 'started', task: 'pull', subject });
  let last: Result<void, EngineProblem | ImagesProblem> = ok(undefined);
  for (const asked of askedAt(pin, context.registries)) {
    last = await pullFrom(asked, context, { subject, digest: pin.digest, platform }, work);
    if (work.signal.aborted) return err(interrupted(`pulling \`${subject}\``));
    if (last.ok) break;
  }
  if (!last.ok) return err(orGone(last.error, pin));
  work.report({ kind: 'finished', task: 'pull', subject });
  return ok(undefined);
}

interface Pulling {
  readonly subject: string;
  readonly digest: Digest;
  readonly platform: Platform;
}

async function pullFrom(
  { reference, rule }: AskedAt,
  context: DockerContext,
  { subject, digest, platform }: Pulling,
  work: Work,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  const { registry, repository } = reference;
  const attempt = { task: `pull \`${subject}\``, reference };
  const auth = await registryAuth(registry, context.env, work.signal);
  const refused = (problem: EngineProblem) => err(explained(problem, auth, rule));
  try {
    const stream = await context.docker.createImage(auth.authconfig, {
      fromImage: `${registry}/${repository}`,
      tag: digest,
      platform,
      abortSignal: work.signal,
    });
    const layers = new PulledLayers();
    for await (const line of progressLines(stream as AsyncIterable<Buffer>)) {
      if (line.error !== undefined)
        return refused(problemOfWords(line.error, context.dialect, attempt));
      for (const news of layers.take(line)) work.report({ ...news, task: 'pull', subject });
    }
    return ok(undefined);
  } catch (error) {
    return refused(problemOf(error, context, attempt));
  }
}
