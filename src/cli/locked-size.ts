import { parseReference } from '../catalog/reference.ts';
import type { Work } from '../kernel/work.ts';
import type { LockEntry } from '../lock/lock.ts';
import type { Lockable } from './lockable.ts';

/**
 * In bytes: what a locked image's layers are on their way, or a root file system that was built here. Nothing where nobody
 * says it any more.
 */
export async function lockedSize(
  entry: LockEntry,
  { config, platform }: Lockable,
  env: NodeJS.ProcessEnv,
  work: Work,
): Promise<number | undefined> {
  if (entry.kind === 'packages') {
    const { builtSize } = await import('../engines/built-packages.ts');
    const exact = entry.platforms.get(platform);
    return exact && (await builtSize(exact.rootfs, env));
  }
  const reference = entry.kind === 'image' ? parseReference(entry.image) : undefined;
  if (entry.kind !== 'image' || reference === undefined) return undefined;
  const { describeImage } = await import('../engines/ask-registry.ts');
  const described = await describeImage(reference, entry.digest, env, work, config.registries);
  return described.ok ? described.value.get(platform)?.size : undefined;
}
