import type { Readable } from 'node:stream';
import { archiveUnusable } from '../../images/store/problems.ts';
import { findImage } from '../../images/store/find-image.ts';
import { partsOf } from '../../images/store/parts-of.ts';
import { unpackArchive } from '../../images/bundle/unpack-archive.ts';
import type { GivenImage } from '../../images/image-parts.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import type { Result } from '../../kernel/result.ts';
import { err } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Pin } from '../../lock/pin.ts';
import type { EngineProblem, ImageId } from '../engine.ts';
import { interrupted } from '../problems.ts';
import { titleOf } from '../title-of.ts';
import type { DockerContext } from './docker-context.ts';
import { ensure } from './ensure.ts';
import { problemOf } from './failure.ts';

/** An image as its parts: what `docker save` writes of it, on this machine's disk. */
export async function give(
  context: DockerContext,
  pin: Pin,
  platform: Platform,
  work: Work,
): Promise<Result<GivenImage, EngineProblem | ImagesProblem>> {
  const image = await ensure(context, pin, platform, work);
  if (!image.ok) return image;
  const subject = titleOf(pin);
  let stream: Readable;
  try {
    stream = await save(context, image.value, work.signal);
  } catch (error) {
    if (work.signal.aborted) return err(interrupted(`exporting \`${subject}\``));
    return err(problemOf(error, context, { task: `export \`${subject}\`` }));
  }
  const path = `${subject} from ${context.dialect.engine}`;
  const unusable = (why: string) => archiveUnusable(path, why);
  const archive = { path, stream, subject, unusable };
  return await unpackArchive(archive, context, work, async (files) =>
    partsOf(await findImage(files, { platform })),
  );
}

/** `GET /images/{name}/get`; dockerode's own way there knows no signal. */
function save(
  { docker }: DockerContext,
  image: ImageId,
  abortSignal: AbortSignal,
): Promise<Readable> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        path: `/images/${image}/get`,
        method: 'GET',
        isStream: true,
        abortSignal,
        statusCodes: { 200: true, 404: 'no such image', 500: 'server error' },
      },
      (error: Error | null, answer: unknown) => {
        if (error) reject(error);
        else resolve(answer as Readable);
      },
    );
  });
}
