import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import { below } from '../kernel/path-within.ts';

/** Below the home directory: Docker Desktop (both ages), rootless Docker, Colima, OrbStack, Rancher Desktop. */
const BELOW_HOME = [
  '.docker/run/docker.sock',
  '.docker/desktop/docker.sock',
  '.colima/default/docker.sock',
  '.orbstack/run/docker.sock',
  '.rd/docker.sock',
];

/**
 * Where the sockets of container engines are known to lie. Who can write to one owns the machine, so no
 * directory above one is ever mounted. (Those below `/run` need no mention: it is never mounted at all.)
 */
export function engineSockets(
  env: Readonly<Record<string, string>>,
  home: AbsolutePath,
): readonly AbsolutePath[] {
  const named = [env['DOCKER_HOST'], env['CONTAINER_HOST']].flatMap((address) => {
    if (address?.startsWith('unix://') !== true) return [];
    return absolutePathOf(address.slice('unix://'.length)) ?? [];
  });
  return [...named, ...BELOW_HOME.map((name) => below(home, name))];
}
