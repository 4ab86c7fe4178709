import type { AbsolutePath } from '../kernel/brand.ts';
import type { MountFacts } from '../plan/host-facts.ts';
import { cacheDir, configDir, dataDir, imageStore } from './directories.ts';
import type { Environment } from './environment.ts';
import { findPath } from './find-path.ts';
import { realPathOf } from './real-path.ts';

/** What planning needs to know of the caller's files that a config mounts. */
export function mountFacts(sources: readonly AbsolutePath[], env: Environment): MountFacts {
  const own = [cacheDir(env), configDir(env), dataDir(env), imageStore(env)];
  return {
    sources: new Map(
      sources.flatMap((source) => {
        const found = findPath(source);
        return found === undefined ? [] : [[source, found]];
      }),
    ),
    ownDirectories: own.map((directory) => realPathOf(directory) ?? (directory as AbsolutePath)),
  };
}
