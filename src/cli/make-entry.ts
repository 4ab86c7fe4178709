import type { ImageReference } from '../catalog/reference.ts';
import { printByTag, printReference } from '../catalog/reference.ts';
import type { DockerfileSource, ImageSource, PackagesSource, Tool } from '../catalog/tool.ts';
import type { Config } from '../config/config.ts';
import { cacheDir } from '../host/directories.ts';
import type { Digest } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { LockedImage, LockEntry } from '../lock/lock.ts';
import { packagesKey } from '../lock/packages-key.ts';
import type { PackagesPin } from '../lock/pin.ts';
import { notLockable } from '../lock/problems.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Given } from './command.ts';
import type { Lockable } from './lockable.ts';

/** An entry for the lock, with what people want to know before they take it. */
export interface MadeEntry {
  readonly entry: LockEntry;
  /** In bytes: what an image's layers are on their way, or the root file system that was built. */
  readonly size?: number;
}

export interface EntryOptions {
  readonly env: NodeJS.ProcessEnv;
  /**
   * `here`: what runs here now, as far as an engine has it. `newest`: what the registry and the mirror have now, within
   * what was asked.
   */
  readonly which: 'here' | 'newest';
  /** `20260101T000000Z`: packages are taken from the state that the archive had then. */
  readonly snapshot?: string;
}

/** Of `--snapshot`, which is checked where it is used. */
export function snapshotOf(options: Given['options']): Pick<EntryOptions, 'snapshot'> {
  const { snapshot } = options;
  return typeof snapshot === 'string' ? { snapshot } : {};
}

type Made = Result<MadeEntry, AnyProblem>;

/** What the tool is, exactly. Packages may be built for it. */
export async function makeEntry(
  tool: Tool,
  lockable: Lockable,
  options: EntryOptions,
  work: Work,
): Promise<Made> {
  const { source } = tool;
  switch (source.kind) {
    case 'image':
      return await imageEntry(tool, source, lockable, options, work);
    case 'packages':
      return await packagesEntry(tool, source, lockable, options, work);
    case 'dockerfile':
      return await dockerfileEntry(tool, source, lockable, options, work);
  }
}

function versionOf({ version }: Tool['toolbox']): Pick<LockedImage, 'version'> {
  return version === undefined ? {} : { version };
}

async function imageEntry(
  { asked, toolbox }: Tool,
  { reference }: ImageSource,
  lockable: Lockable,
  { env, which }: EntryOptions,
  work: Work,
): Promise<Made> {
  const { config, platform } = lockable;
  const digest =
    which === 'newest' && reference.digest === undefined
      ? await newestDigest(reference, config, env, work)
      : await digestHere(reference, asked, lockable, work);
  if (!digest.ok) return digest;
  const { describeImage } = await import('../engines/ask-registry.ts');
  const described = await describeImage(reference, digest.value, env, work, config.registries);
  if (!described.ok) return described;
  const platforms = new Map([...described.value].map(([name, { exact }]) => [name, exact]));
  const size = described.value.get(platform)?.size;
  // The catalogue's own digest would be said twice; what a project writes is compared with it to the letter.
  const image = toolbox.origin === 'catalogue' ? printByTag(reference) : printReference(reference);
  return ok({
    entry: { kind: 'image', ...versionOf(toolbox), image, digest: digest.value, platforms },
    ...(size !== undefined && { size }),
  });
}

async function newestDigest(
  reference: ImageReference,
  { registries }: Config,
  env: NodeJS.ProcessEnv,
  work: Work,
): Promise<Result<Digest, AnyProblem>> {
  const { askRegistry } = await import('../engines/ask-registry.ts');
  return await askRegistry(reference, env, work, registries);
}

async function digestHere(
  reference: ImageReference,
  asked: string,
  { findEngine }: Lockable,
  work: Work,
): Promise<Result<Digest, AnyProblem>> {
  if (reference.digest !== undefined) return ok(reference.digest);
  const engine = await findEngine();
  if (!engine.ok) return engine;
  const pin = await engine.value.resolve(reference, work);
  if (!pin.ok) return pin;
  if (pin.value.kind === 'registry') return ok(pin.value.digest);
  const why = `\`${printByTag(reference)}\` is an image that only this engine has`;
  return err(
    notLockable(asked, why, 'push it to a registry, or say how to make it: `dockerfile:`'),
  );
}

async function packagesEntry(
  { asked, toolbox }: Tool,
  source: PackagesSource,
  { platform, findEngine, lock }: Lockable,
  { env, which, snapshot }: EntryOptions,
  work: Work,
): Promise<Made> {
  const engine = await findEngine();
  if (!engine.ok) return engine;
  const { recipe } = source;
  const pin: PackagesPin = { kind: 'packages', recipe, key: packagesKey(recipe, platform) };
  const { builtPackages, builtSize } = await import('../engines/built-packages.ts');
  const willBuild = which === 'newest' || snapshot !== undefined;
  if (!willBuild) {
    const there = await engine.value.ensure(pin, platform, work);
    if (!there.ok) return there;
  }
  let exact = willBuild ? undefined : await builtPackages(pin.key, env);
  if (exact === undefined) {
    const built = await engine.value.build(pin, platform, work, {
      ...(snapshot !== undefined && { snapshot }),
    });
    if (!built.ok) return built;
    exact = await builtPackages(pin.key, env);
  }
  if (exact === undefined) {
    const why = 'what it was built of could not be written down';
    return err(
      notLockable(asked, why, `may you write to \`${cacheDir(env)}\`, and is there room?`),
    );
  }
  const before = lock.get(asked);
  // What the project asks for on other machines is as it was, unless something else is asked for now.
  const isSame =
    which === 'here' &&
    before?.kind === 'packages' &&
    packagesKey(before.recipe, platform) === pin.key;
  const others = isSame ? before.platforms : [];
  const size = await builtSize(exact.rootfs, env);
  const platforms = new Map([...others, [platform, exact]]);
  return ok({
    entry: { kind: 'packages', ...versionOf(toolbox), recipe, platforms },
    ...(size !== undefined && { size }),
  });
}

async function dockerfileEntry(
  { asked }: Tool,
  source: DockerfileSource,
  lockable: Lockable,
  { env, which }: EntryOptions,
  work: Work,
): Promise<Made> {
  const { hashContext } = await import('../images/hash-context.ts');
  const context = await hashContext(source);
  if (!context.ok) return context;
  const { dockerfileBases } = await import('../images/dockerfile/dockerfile-bases.ts');
  const found = await dockerfileBases(source);
  if (!found.ok) return found;
  const bases = new Map<string, Digest>();
  for (const reference of found.value) {
    const digest =
      which === 'newest'
        ? await newestDigest(reference, lockable.config, env, work)
        : await digestHere(reference, asked, lockable, work);
    if (!digest.ok) return digest;
    bases.set(printReference(reference), digest.value);
  }
  return ok({ entry: { kind: 'dockerfile', context: context.value, bases } });
}
