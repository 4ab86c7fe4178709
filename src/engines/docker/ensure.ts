import { randomBytes } from 'node:crypto';
import type { BuildOptions } from '../../images/build-rootfs.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { Work } from '../../kernel/work.ts';
import type { DockerfilePin, PackagesPin, Pin } from '../../lock/pin.ts';
import type { Platform } from '../../kernel/platform.ts';
import { checkSignature } from '../check-signature.ts';
import type { EngineProblem, ImageId } from '../engine.ts';
import { failed } from '../problems.ts';
import type { DockerContext } from './docker-context.ts';
import { findImage } from './find-image.ts';
import { imageAccounts } from './image-accounts.ts';
import { nameOfImage } from './name-of-image.ts';

/**
 * Makes the pinned image present and gives its id. One round trip when it is there; else it is pulled
 * or built, and looked for again.
 */
export async function ensure(
  context: DockerContext,
  pin: Pin,
  platform: Platform,
  work: Work,
): Promise<Result<ImageId, EngineProblem | ImagesProblem>> {
  const signed = await checkSignature(pin, context, work);
  if (!signed.ok) return signed;
  const present = await findImage(context, pin);
  if (!present.ok) return present;
  if (present.value !== undefined) return ok(present.value);
  const made = await make(context, pin, platform, work);
  if (!made.ok) return made;
  const found = await findImage(context, pin);
  if (!found.ok) return found;
  if (found.value !== undefined) {
    await readBeforehand(context, found.value);
    return ok(found.value);
  }
  const name = nameOfImage(context.dialect, pin);
  return err(failed(`find \`${name}\``, ['it was made a moment ago and is gone again']));
}

/** What each launch goes by, so that the first one of an image that was pulled or built finds it. */
async function readBeforehand({ docker, cacheDir }: DockerContext, image: ImageId): Promise<void> {
  const name = `tackle-${randomBytes(6).toString('hex')}`;
  // A launch says why it cannot have them.
  await imageAccounts(docker, image, name, cacheDir).catch(() => undefined);
}

/** Builds what is to be built, whether it is there or not. */
export async function buildAnew(
  context: DockerContext,
  pin: PackagesPin | DockerfilePin,
  platform: Platform,
  work: Work,
  options: BuildOptions = {},
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  if (pin.kind === 'packages') {
    const { buildPackages } = await import('./build-packages.ts');
    return await buildPackages(context, pin, platform, work, options);
  }
  const { buildDockerfile } = await import('./build-dockerfile.ts');
  return await buildDockerfile(context, pin, platform, work, true);
}

/** Loads only what it needs: on nearly every launch the image is there. */
async function make(
  context: DockerContext,
  pin: Pin,
  platform: Platform,
  work: Work,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  switch (pin.kind) {
    case 'registry': {
      const { pull } = await import('./pull.ts');
      return await pull(context, pin, platform, work);
    }
    case 'local':
      return err(failed(`find the image \`${pin.name}\``, [`${pin.id} is no longer there`]));
    case 'packages': {
      const { buildPackages } = await import('./build-packages.ts');
      return await buildPackages(context, pin, platform, work);
    }
    case 'dockerfile': {
      const { buildDockerfile } = await import('./build-dockerfile.ts');
      return await buildDockerfile(context, pin, platform, work);
    }
    default:
      return unreachable(pin);
  }
}
