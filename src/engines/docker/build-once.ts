import { lockBuild } from '../../images/lock-build.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { DockerfilePin, PackagesPin } from '../../lock/pin.ts';
import type { EngineProblem, ImageId } from '../engine.ts';
import type { DockerContext } from './docker-context.ts';
import { findImage } from './find-image.ts';
import { nameOfImage } from './name-of-image.ts';

type Made = Result<void, EngineProblem | ImagesProblem>;

/**
 * Builds the image of a pin under its lock: of launches that need it at once one builds it, and the others
 * wait and find it there. `anew`: it is built even if it is there, or something else is by its name.
 */
export async function buildOnce(
  context: DockerContext,
  pin: PackagesPin | DockerfilePin,
  { subject, anew }: { readonly subject: string; readonly anew: boolean },
  work: Work,
  build: () => Promise<Made>,
): Promise<Made> {
  const lock = await lockBuild(pin.key, subject, context, work);
  if (!lock.ok) return lock;
  await using _lock = lock.value;
  const present = anew ? ok(undefined) : await findImage(context, pin);
  if (!present.ok) return err(present.error);
  if (present.value !== undefined) return ok(undefined);
  const before = await idByName(context, nameOfImage(context.dialect, pin));
  const built = await build();
  if (built.ok && before !== undefined) await removeNameless(context, before);
  return built;
}

async function idByName({ docker }: DockerContext, name: string): Promise<ImageId | undefined> {
  try {
    return (await docker.getImage(name).inspect()).Id as ImageId;
  } catch {
    // What an engine that does not answer is about, the build will say.
    return undefined;
  }
}

/** The image that had the name before has none now, and stays only where a container needs it. */
async function removeNameless({ docker }: DockerContext, image: ImageId): Promise<void> {
  try {
    const { RepoTags } = await docker.getImage(image).inspect();
    if (RepoTags.length === 0) await docker.getImage(image).remove();
  } catch {
    // In use, or gone already.
  }
}
