import { printByTag, type ImageReference } from '../../catalog/reference.ts';
import { cacheDir } from '../../host/directories.ts';
import { buildRootfs, type BuildOptions } from '../../images/build-rootfs.ts';
import { lockBuild } from '../../images/lock-build.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import { recipeSubject } from '../../images/recipe-subject.ts';
import { importRootfs } from '../../images/store/import-rootfs.ts';
import { openStore, type Store } from '../../images/store/store.ts';
import type { AbsolutePath, Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { stepsOf, type Work } from '../../kernel/work.ts';
import { exactPin } from '../../lock/exact-pin.ts';
import type { DockerfilePin, PackagesPin, Pin, RegistryPin } from '../../lock/pin.ts';
import type { Platform } from '../../kernel/platform.ts';
import { registryClient } from '../ask-registry.ts';
import { rememberBuilt } from '../built-packages.ts';
import type { EngineProblem } from '../engine.ts';
import { orGone } from '../or-gone.ts';
import { unusable } from '../problems.ts';
import { checkPulled } from './check-image.ts';
import { takeFromDonors } from './donated.ts';
import { storedName } from './image-name.ts';
import type { Supplies } from './supplies.ts';

type Made = Result<void, EngineProblem | ImagesProblem>;

/** Where an image is made, and by what name the store is to have it. */
export interface Making extends Supplies {
  /** Of the store. */
  readonly directory: AbsolutePath;
  readonly id: Digest;
  readonly platform: Platform;
}

/** Makes an image that the store does not have. */
export async function makeImage(making: Making, pin: Pin, work: Work): Promise<Made> {
  const store = openStore(making.directory);
  if (!store.ok) return store;
  await using opened = store.value;
  const taken = await takeFromDonors(opened, making, pin, work);
  if (!taken.ok || taken.value) return taken.ok ? ok(undefined) : taken;
  return await makeIn(opened, making, pin, work);
}

/** Builds an image anew, whether the store has it or not. */
export async function buildImage(
  making: Making,
  pin: PackagesPin | DockerfilePin,
  work: Work,
  options: BuildOptions = {},
): Promise<Made> {
  if (pin.kind === 'dockerfile') return err(notBuiltHere(pin));
  const store = openStore(making.directory);
  if (!store.ok) return store;
  await using opened = store.value;
  return await build(opened, making, pin, work, options);
}

async function makeIn(store: Store, making: Making, pin: Pin, work: Work): Promise<Made> {
  switch (pin.kind) {
    case 'registry':
      return await pull(store, making, pin, work);
    case 'packages':
      return await build(store, making, pin, work);
    case 'local':
      return err(
        unusable(
          `the image \`${pin.name}\` is one that only another engine has, and that does not give it`,
          {
            hint: 'start that engine, or `docker save IMAGE | tackle images import -`',
          },
        ),
      );
    case 'dockerfile':
      return err(notBuiltHere(pin));
    default:
      return unreachable(pin);
  }
}

async function pull(store: Store, making: Making, pin: RegistryPin, work: Work): Promise<Made> {
  const progress = { task: 'pull', subject: printByTag(pin) } as const;
  work.report({ kind: 'started', ...progress });
  const pulled = await pullAndUnpack(store, making, pin, stepsOf(work, progress));
  if (pulled.ok) work.report({ kind: 'finished', ...progress });
  return pulled;
}

/** Each layer is unpacked while it comes. */
async function pullAndUnpack(
  store: Store,
  { id, platform, env, registries }: Making,
  pin: RegistryPin,
  work: Work,
): Promise<Made> {
  const client = registryClient(env, registries);
  const reference: ImageReference = pin;
  const image = await client.manifestFor(reference, pin.digest, platform, work);
  if (!image.ok) return err(orGone(image.error, pin));
  const { layers, config: described, configText, manifestDigest } = image.value;
  const digest = described.digest;
  const differs = checkPulled(pin, { manifest: manifestDigest, config: digest });
  if (differs !== undefined) return err(differs);
  const missing = layers.filter(({ digest }) => !store.has(digest));
  const here = differing(layers) - differing(missing);
  const pulled = await client.pullLayers(
    reference,
    missing,
    (layer, bytes, signal) => store.addLayer(layer, bytes, { ...work, signal }, layer.diffId),
    work,
    here,
  );
  if (!pulled.ok) return pulled;
  const digests = layers.map(({ digest }) => digest);
  const config: unknown = JSON.parse(configText);
  const title = printByTag(reference);
  work.report({ kind: 'said', task: 'pull', subject: title, line: 'laying out' });
  const added = await store.addImage({ id, title, config, digest, layers: digests }, work);
  return added.ok ? ok(undefined) : added;
}

/** An image may have a layer twice. */
function differing(layers: readonly { readonly digest: Digest }[]): number {
  return new Set(layers.map(({ digest }) => digest)).size;
}

/** Of launches that need it at once one builds it, and the others wait and find it there. */
async function build(
  store: Store,
  { id, platform, env }: Making,
  pin: PackagesPin,
  work: Work,
  anew?: BuildOptions,
): Promise<Made> {
  const where = { cacheDir: cacheDir(env), env };
  const lock = await lockBuild(pin.key, recipeSubject(pin.recipe), where, work);
  if (!lock.ok) return lock;
  await using _lock = lock.value;
  if (store.image(id) !== undefined && anew === undefined) return ok(undefined);
  const built = await buildRootfs(pin, platform, where, work, anew);
  if (!built.ok) return built;
  await using rootfs = built.value;
  const title = recipeSubject(pin.recipe);
  const aside = anew !== undefined ? await store.setAside(id) : ok(undefined);
  if (!aside.ok) return aside;
  const added = await importRootfs(store, rootfs, { id, title }, work);
  if (!added.ok) return added;
  if (pin.exact !== undefined) return ok(undefined);
  const exactId = storedName(exactPin(pin, rootfs.exact), platform);
  const named = await importRootfs(store, rootfs, { id: exactId, title }, work);
  if (!named.ok) return named;
  await rememberBuilt(pin, rootfs, env);
  return ok(undefined);
}

function notBuiltHere({ source }: DockerfilePin): EngineProblem {
  return unusable(`\`${source.dockerfile}\` can only be built by a container engine`, {
    hint: 'start one and use it: `tackle --engine docker …`; what it has built is then used here, too',
  });
}
