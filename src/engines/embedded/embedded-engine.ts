import type { ImageReference } from '../../catalog/reference.ts';
import { imageStore } from '../../host/directories.ts';
import type { BuildOptions } from '../../images/build-rootfs.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import { holdImage } from '../../images/store/hold-image.ts';
import { storedImage } from '../../images/store/stored-image.ts';
import type { AbsolutePath, Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { DockerfilePin, PackagesPin, Pin } from '../../lock/pin.ts';
import { registryPin } from '../../lock/registry-pin.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type {
  Engine,
  EngineProblem,
  ImageId,
  LaunchOptions,
  LaunchProblem,
  Running,
} from '../engine.ts';
import type { Environment } from '../finding.ts';
import { failed } from '../problems.ts';
import { asEngineProblem } from '../as-engine-problem.ts';
import { checkSignature } from '../check-signature.ts';
import { checkStored } from './check-image.ts';
import { storedName, storedNames } from './image-name.ts';
import { namedImage } from './names.ts';
import { knownTag } from '../known-tags.ts';
import { startSandbox } from './start.ts';
import type { Supplies } from './supplies.ts';
import { whatItCannotGive } from './what-it-cannot-give.ts';

/** Tackle's own engine: bubblewrap over images of its own store. No daemon, and no root. */
export function openEmbedded(bwrap: string, supplies: Supplies): Engine {
  const { env } = supplies;
  const store = imageStore(env) as AbsolutePath;
  return {
    name: 'embedded',
    passesDescriptors: true,
    resolve: (reference, work) => resolve(reference, supplies, work),
    ensure: (pin, platform, work) => ensure(store, supplies, pin, platform, work),
    build: (pin, platform, work, options) => build(store, supplies, pin, platform, work, options),
    give: async (pin, platform, work) =>
      (await import('./give.ts')).give(supplies, pin, platform, work),
    take: async (pin, platform, parts, work) =>
      (await import('./take.ts')).take(store, pin, platform, parts, work),
    prepare: async (plan, image) =>
      (await import('./prepare.ts')).prepareSandbox(bwrap, store, env, plan, image),
    launch: (plan, image, options) => launch(store, bwrap, env, plan, image, options),
  };
}

async function resolve(
  reference: ImageReference,
  supplies: Supplies,
  work: Work,
): Promise<Result<Pin, EngineProblem | ImagesProblem>> {
  const { env, donors, registries } = supplies;
  if (reference.digest !== undefined) return ok(registryPin(reference, reference.digest));
  const named = await namedImage(reference, env);
  if (named?.by === 'import') return ok(named.pin);
  const known = await knownTag(reference, env);
  if (known !== undefined) return ok(registryPin(reference, known));
  const { findAtDonors } = await import('./donated.ts');
  const had = await findAtDonors(donors, reference, env, work);
  if (had !== undefined) return ok(had);
  if (named !== undefined) return ok(named.pin);
  const { askRegistry } = await import('../ask-registry.ts');
  const found = await askRegistry(reference, env, work, registries);
  return found.ok ? ok(registryPin(reference, found.value)) : found;
}

/** Loads only what it needs: on nearly every launch the image is there. */
async function ensure(
  store: AbsolutePath,
  supplies: Supplies,
  pin: Pin,
  platform: Platform,
  work: Work,
): Promise<Result<ImageId, EngineProblem | ImagesProblem>> {
  const signed = await checkSignature(pin, supplies, work);
  if (!signed.ok) return signed;
  const there = findStored(store, pin, platform);
  if (there !== undefined) return there;
  const id = storedName(pin, platform);
  const { makeImage } = await import('./ensure.ts');
  const made = await makeImage({ ...supplies, directory: store, id, platform }, pin, work);
  if (!made.ok) return err(asEngineProblem(made.error));
  return findStored(store, pin, platform) ?? ok(id as string as ImageId);
}

/** What the store has it by; nothing where it has none. What it has by that name and is not what is locked is a problem. */
function findStored(
  store: AbsolutePath,
  pin: Pin,
  platform: Platform,
): Result<ImageId, EngineProblem> | undefined {
  let difference: EngineProblem | undefined;
  for (const id of storedNames(pin, platform)) {
    const image = storedImage(store, id);
    if (image === undefined) continue;
    const differs = checkStored(pin, image);
    if (differs === undefined) return ok(id as string as ImageId);
    difference ??= differs;
  }
  return difference && err(difference);
}

async function build(
  store: AbsolutePath,
  supplies: Supplies,
  pin: PackagesPin | DockerfilePin,
  platform: Platform,
  work: Work,
  options?: BuildOptions,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  const id = storedName(pin, platform);
  const { buildImage } = await import('./ensure.ts');
  const made = await buildImage(
    { ...supplies, directory: store, id, platform },
    pin,
    work,
    options,
  );
  return made.ok ? made : err(asEngineProblem(made.error));
}

async function launch(
  store: AbsolutePath,
  bwrap: string,
  env: Environment,
  plan: LaunchPlan,
  image: ImageId,
  options: LaunchOptions,
): Promise<Result<Running, LaunchProblem>> {
  const problem = whatItCannotGive(plan);
  if (problem) return err(problem);
  const held = await holdImage(store, image as string as Digest);
  if (held === undefined) return err(failed(`find the image of \`${plan.command}\``, [image]));
  const release = () => held[Symbol.asyncDispose]();
  const started = await startSandbox(bwrap, env, plan, held, options).catch(
    async (error: unknown) => {
      await release();
      throw error;
    },
  );
  if (!started.ok) {
    await release();
    return started;
  }
  const { value: running } = started;
  return ok({
    ...running,
    dispose: async () => {
      await running.dispose();
      await release();
    },
  });
}
