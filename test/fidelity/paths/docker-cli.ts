import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rig } from '../../rig/rig.ts';
import { describeContainersWith, removeContainer, removeContainersWith } from './containers.ts';
import type { LaunchPath } from './launch-path.ts';

/** Debian's own, so that a newer one elsewhere on PATH does not change the table. */
export const DOCKER = '/usr/bin/docker';

/** As people use it in an alias: `-t` only where it can work, the directory mounted as it is. */
const TERMINAL = 't=; [ -t 0 ] && [ -t 1 ] && t=t';

export function dockerVersion(): string | undefined {
  if (!existsSync(DOCKER)) return undefined;
  const [, version] = /(\d+\.\d+\.\d+)/.exec(docker('--version')) ?? [];
  return version && `Docker CLI ${version}`;
}

/** A project's own programs are found as they are outside. */
const OWN_PROGRAMS = '-e PATH="$PWD/bin:/usr/local/bin:/usr/bin:/bin"';

/** A new container for every command, with nothing but the working directory mounted. */
export function dockerRunPath(version: string): LaunchPath {
  const image = rig().kit.tag;
  docker('pull', '--quiet', image);
  return {
    name: 'docker run -it',
    version,
    callers: ['user'],
    prepare: () =>
      `#!/bin/sh\n${TERMINAL}\nexec ${DOCKER} run --rm -i$t -v "$PWD:$PWD" -w "$PWD" ${OWN_PROGRAMS} ${image} "$@"\n`,
    remains: describeContainersWith,
    lose: removeContainersWith,
    tidy: removeContainersWith,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** A command in a container that runs already, with every project mounted. */
export function dockerExecPath(version: string): LaunchPath {
  const { scratch, kit } = rig();
  const mount = `${scratch}:${scratch}`;
  // One that cannot be started stays without --rm.
  const options = ['--detach', '--rm', '--init', '-v', mount];
  const start = () => docker('run', ...options, kit.tag, 'sleep', 'infinity').trim();
  let container = start();
  return {
    name: 'docker exec -it',
    version,
    callers: ['user'],
    prepare: () =>
      `#!/bin/sh\n${TERMINAL}\nexec ${DOCKER} exec -i$t -w "$PWD" ${OWN_PROGRAMS} ${container} "$@"\n`,
    remains: () => Promise.resolve(processesIn(container)),
    lose: () => removeContainer(container),
    async tidy() {
      if (isRunning(container) && processesIn(container).length === 0) return;
      await removeContainer(container);
      container = start();
    },
    [Symbol.asyncDispose]: () => removeContainer(container),
  };
}

/** All but init and the `sleep` that keeps the container, or the shell that the devcontainer CLI leaves. */
export function processesIn(container: string): readonly string[] {
  const [, ...lines] = docker('top', container, '-eo', 'pid,args').trim().split('\n');
  return lines.map((line) => line.trim()).filter((line) => !OF_THE_CONTAINER.test(line));
}

const OF_THE_CONTAINER =
  /^\d+ +(?:\S*(?:docker-|\.tackle\/)?init|sleep infinity|sleep 1|\/bin\/sh -c echo Container started)/;

export function isRunning(container: string): boolean {
  try {
    return docker('inspect', '--format', '{{.State.Running}}', container).trim() === 'true';
  } catch {
    return false;
  }
}

function docker(...args: readonly string[]): string {
  return execFileSync(DOCKER, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
