import type { ImageInspectInfo } from 'dockerode';
import { printByTag } from '../../catalog/reference.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Pin } from '../../lock/pin.ts';
import type { EngineProblem, ImageId } from '../engine.ts';
import { differenceOf, type Difference } from '../locked-image.ts';
import { imageDiffers } from '../problems.ts';
import type { DockerContext } from './docker-context.ts';
import { isMissing, problemOf } from './failure.ts';
import { namesOfImage } from './name-of-image.ts';

/**
 * The id of the pinned image, or nothing when the engine has none. What it has by that name and is not what is locked
 * is a problem.
 */
export async function findImage(
  context: DockerContext,
  pin: Pin,
): Promise<Result<ImageId | undefined, EngineProblem>> {
  const names = namesOfImage(context.dialect, pin, context.registries);
  let [nameHere] = names;
  let difference: Difference | undefined;
  for (const name of names) {
    const image = await inspect(context, name);
    if (!image.ok) return image;
    if (image.value === undefined) continue;
    const { Id: id, RootFS } = image.value;
    const found = differenceOf(pin, { id, layers: RootFS.Layers ?? [] });
    if (found === undefined) return ok(id as ImageId);
    if (difference === undefined) [nameHere, difference] = [name, found];
  }
  if (difference === undefined) return ok(undefined);
  return err(differs(pin, nameHere, difference, context));
}

/** The first of the names that the engine has an image by. */
export async function findByName(
  context: DockerContext,
  names: readonly string[],
): Promise<Result<string | undefined, EngineProblem>> {
  for (const name of names) {
    const image = await inspect(context, name);
    if (!image.ok) return image;
    if (image.value !== undefined) return ok(name);
  }
  return ok(undefined);
}

async function inspect(
  context: DockerContext,
  name: string,
): Promise<Result<ImageInspectInfo | undefined, EngineProblem>> {
  try {
    return ok(await context.docker.getImage(name).inspect());
  } catch (error) {
    if (isMissing(error)) return ok(undefined);
    return err(problemOf(error, context, { task: `look for the image \`${name}\`` }));
  }
}

function differs(
  pin: Pin,
  name: string,
  difference: Difference,
  { dialect }: DockerContext,
): EngineProblem {
  const remove = `\`${dialect.engine} image rm ${name}\``;
  if (pin.kind !== 'registry') {
    return imageDiffers(name, difference, `remove it, and the right one is built: ${remove}`);
  }
  const hint = `\`tackle update\` locks what its registry has; if the lock is right, ${remove}`;
  return imageDiffers(printByTag(pin), difference, hint);
}
