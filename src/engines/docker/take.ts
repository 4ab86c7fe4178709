import type { ImageParts } from '../../images/image-parts.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import { layerDamaged } from '../../images/store/problems.ts';
import { LayerFault } from '../../images/store/layer-fault.ts';
import { hexOf, type Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { Pin } from '../../lock/pin.ts';
import type { EngineProblem } from '../engine.ts';
import { interrupted } from '../problems.ts';
import { titleOf } from '../title-of.ts';
import { archiveOf } from './archive-of.ts';
import type { DockerContext } from './docker-context.ts';
import { problemOf, problemOfWords } from './failure.ts';
import { nameOfImage } from './name-of-image.ts';
import { progressLines } from './progress-lines.ts';

/**
 * Gives the engine an image that comes from elsewhere. One of a registry cannot be given its digest there by hand:
 * `ensure` finds it by its id, and its name here keeps it from being pruned as nobody's.
 */
export async function take(
  context: DockerContext,
  pin: Pin,
  parts: ImageParts,
  work: Work,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  const { docker, dialect } = context;
  const subject = titleOf(pin);
  const attempt = { task: `import \`${subject}\`` };
  const progress = { task: 'import', subject } as const;
  work.report({ kind: 'started', ...progress });
  const archive = await archiveOf(parts, tagFor(context, pin));
  try {
    const abortSignal = work.signal;
    const stream = await docker.loadImage(archive, { abortSignal, quiet: true });
    for await (const line of progressLines(stream as AsyncIterable<Buffer>)) {
      if (line.error !== undefined) return err(problemOfWords(line.error, dialect, attempt));
    }
  } catch (error) {
    if (work.signal.aborted) return err(interrupted(`importing \`${subject}\``));
    if (error instanceof LayerFault) return err(layerDamaged(subject, error.message));
    return err(problemOf(error, context, attempt));
  } finally {
    archive.destroy();
  }
  work.report({ kind: 'finished', ...progress });
  return ok(undefined);
}

/** What the image is called there: what it is looked for by, where names can be given. */
function tagFor({ dialect }: DockerContext, pin: Pin): string {
  switch (pin.kind) {
    case 'packages':
    case 'dockerfile':
      return nameOfImage(dialect, pin);
    case 'registry':
      return bundleTag(dialect.ownNames, pin.digest);
    case 'local':
      return bundleTag(dialect.ownNames, pin.id);
  }
}

function bundleTag(ownNames: string, digest: Digest): string {
  return `${ownNames}tackle/bundle:${hexOf(digest)}`;
}
