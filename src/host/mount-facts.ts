import { userInfo } from 'node:os';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { FoundPath, MountFacts } from '../plan/host-facts.ts';
import { cacheDir, configDir, dataDir, homeDir, imageStore } from './directories.ts';
import type { Environment } from './environment.ts';
import { findPath } from './find-path.ts';
import { packageRoot } from './package-root.ts';
import { realPathOf, realPathToBe } from './real-path.ts';
import { placeOfRuntimeDir } from './runtime-dir.ts';

/**
 * What planning needs to know of the caller's files that a config mounts.
 *
 * @param credentialsIn where in home directories there may be credentials
 */
export function mountFacts(
  sources: readonly AbsolutePath[],
  env: Environment,
  credentialsIn: (homes: readonly AbsolutePath[]) => readonly AbsolutePath[],
): MountFacts {
  const { uid, homedir } = userInfo();
  const own = [cacheDir(env), configDir(env), dataDir(env), imageStore(env), packageRoot()];
  // What is in the second is anybody's else, too: tmux listens there.
  const running = [placeOfRuntimeDir(env, uid), placeOfRuntimeDir({}, uid)];
  const accountHomes = [homedir as AbsolutePath, realPathToBe(homedir)];
  const homes = [...accountHomes, homeDir(env) as AbsolutePath];
  return {
    sources: new Map(sources.flatMap(findAt)),
    ownDirectories: [...own, ...running].map(realPathToBe),
    accountHomes,
    realCredentials: credentialsIn(homes).flatMap((place) => realPathOf(place) ?? []),
  };
}

function findAt(source: AbsolutePath): readonly (readonly [AbsolutePath, FoundPath])[] {
  const found = findPath(source);
  return found === undefined ? [] : [[source, found]];
}
