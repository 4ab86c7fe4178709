import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { EngineProblem, ImageId } from '../engine.ts';
import type { DockerContext } from './docker-context.ts';
import { isMissing, problemOf } from './failure.ts';

/** The id of the image of this name, or nothing when the daemon has none. */
export async function findImage(
  context: DockerContext,
  name: string,
): Promise<Result<ImageId | undefined, EngineProblem>> {
  try {
    return ok((await context.docker.getImage(name).inspect()).Id as ImageId);
  } catch (error) {
    if (isMissing(error)) return ok(undefined);
    return err(problemOf(error, context, { task: `look for the image \`${name}\`` }));
  }
}
