import { createReadStream } from 'node:fs';
import { buildRootfs, type BuildOptions } from '../../images/build-rootfs.ts';
import { recipeSubject } from '../../images/recipe-subject.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import { exactPin } from '../../lock/exact-pin.ts';
import type { PackagesPin } from '../../lock/pin.ts';
import type { Platform } from '../../kernel/platform.ts';
import { rememberBuilt } from '../built-packages.ts';
import type { EngineProblem } from '../engine.ts';
import { interrupted } from '../problems.ts';
import { buildOnce } from './build-once.ts';
import type { DockerContext } from './docker-context.ts';
import { problemOf, problemOfWords } from './failure.ts';
import { nameOfImage } from './name-of-image.ts';
import { progressLines } from './progress-lines.ts';

/**
 * Builds a root file system from packages and hands it to the daemon. The image is named by what it was asked for, and
 * by what it is: a lock that says so needs no second build.
 *
 * @param anew how, when it is to be built even if it is there
 */
export async function buildPackages(
  context: DockerContext,
  pin: PackagesPin,
  platform: Platform,
  work: Work,
  anew?: BuildOptions,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  const subject = recipeSubject(pin.recipe);
  return await buildOnce(context, pin, { subject, anew: anew !== undefined }, work, async () => {
    const built = await buildRootfs(pin, platform, context, work, anew);
    if (!built.ok) return built;
    await using rootfs = built.value;
    const imported = await importRootfs(context, pin, rootfs.file, subject, work);
    if (!imported.ok || pin.exact !== undefined) return imported;
    const named = await nameExactly(context, pin, exactPin(pin, rootfs.exact), subject);
    if (!named.ok) return named;
    await rememberBuilt(pin, rootfs, context.env);
    return ok(undefined);
  });
}

async function importRootfs(
  { docker, address, dialect }: DockerContext,
  pin: PackagesPin,
  file: string,
  subject: string,
  work: Work,
): Promise<Result<void, EngineProblem>> {
  const attempt = { task: `import \`${subject}\`` };
  try {
    const stream = await docker.importImage(createReadStream(file), {
      // With its tag: Podman pays no heed to the parameter `tag` (4.3).
      repo: nameOfImage(dialect, pin),
      changes: [`LABEL dev.tackle.key=${pin.key}`],
      abortSignal: work.signal,
    });
    for await (const line of progressLines(stream as unknown as AsyncIterable<Buffer>)) {
      if (line.error !== undefined) return err(problemOfWords(line.error, dialect, attempt));
    }
    return ok(undefined);
  } catch (error) {
    if (work.signal.aborted) return err(interrupted(`importing \`${subject}\``));
    return err(problemOf(error, { address, dialect }, attempt));
  }
}

async function nameExactly(
  { docker, address, dialect }: DockerContext,
  pin: PackagesPin,
  exact: PackagesPin,
  subject: string,
): Promise<Result<void, EngineProblem>> {
  const [repo = '', tag = ''] = nameOfImage(dialect, exact).split(':');
  try {
    await docker.getImage(nameOfImage(dialect, pin)).tag({ repo, tag });
    return ok(undefined);
  } catch (error) {
    return err(problemOf(error, { address, dialect }, { task: `name \`${subject}\`` }));
  }
}
