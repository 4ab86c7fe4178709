import { lockBuild } from '../../images/lock-build.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { DockerfilePin, PackagesPin } from '../../lock/pin.ts';
import type { EngineProblem } from '../engine.ts';
import type { DockerContext } from './docker-context.ts';
import { findImage } from './find-image.ts';

type Made = Result<void, EngineProblem | ImagesProblem>;

/**
 * Builds the image of a pin under its lock: of launches that need it at once one builds it, and the others
 * wait and find it there.
 */
export async function buildOnce(
  context: DockerContext,
  pin: PackagesPin | DockerfilePin,
  subject: string,
  work: Work,
  build: () => Promise<Made>,
): Promise<Made> {
  const lock = await lockBuild(pin.key, subject, context, work);
  if (!lock.ok) return lock;
  await using _lock = lock.value;
  const present = await findImage(context, pin);
  if (!present.ok) return err(present.error);
  return present.value === undefined ? await build() : ok(undefined);
}
