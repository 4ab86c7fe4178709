import type { ImageReference } from '../../catalog/reference.ts';
import { printReference } from '../../catalog/reference.ts';
import type { ImagesProblem } from '../../images/problems.ts';
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

/** Pulls a pinned image by its digest, reporting bytes. Layers that are there are not fetched again. */
export async function pull(
  context: DockerContext,
  pin: RegistryPin,
  platform: Platform,
  work: Work,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  const { registry, repository, digest } = pin;
  const reference: ImageReference = { registry, repository, digest, ...tagOf(pin) };
  const subject = printReference({ registry, repository, tag: pin.tag ?? 'latest' });
  const attempt = { task: `pull \`${subject}\``, reference };
  work.report({ kind: 'started', task: 'pull', subject });
  try {
    const stream = await context.docker.createImage({
      fromImage: `${registry}/${repository}`,
      tag: digest,
      platform,
      abortSignal: work.signal,
    });
    const layers = new PulledLayers();
    for await (const line of progressLines(stream as AsyncIterable<Buffer>)) {
      if (line.error !== undefined)
        return err(orGone(problemOfWords(line.error, context.dialect, attempt), pin));
      for (const news of layers.take(line)) work.report({ ...news, task: 'pull', subject });
    }
  } catch (error) {
    return err(
      work.signal.aborted
        ? interrupted(`pulling \`${subject}\``)
        : orGone(problemOf(error, context, attempt), pin),
    );
  }
  work.report({ kind: 'finished', task: 'pull', subject });
  return ok(undefined);
}

function tagOf({ tag }: RegistryPin): Pick<ImageReference, 'tag'> {
  return tag === undefined ? {} : { tag };
}
