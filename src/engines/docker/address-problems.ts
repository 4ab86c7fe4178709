import type { Place } from '../../kernel/place.ts';
import type { EngineProblem } from '../engine.ts';
import { unusable } from '../problems.ts';
import type { DockerHost } from './host-text.ts';

/** The text is one that the docker CLI rejects too. */
export function notAnAddress(
  text: string,
  saidBy: string,
  place: Place | undefined,
): EngineProblem {
  return unusable(`\`${text}\` (${saidBy}) is not an address of a Docker daemon`, {
    hint: 'write `unix:///var/run/docker.sock` or `tcp://HOST:PORT`',
    ...(place !== undefined && { place }),
  });
}

/** The text is an address, and of a kind that Tackle has no words for. */
export function notSpoken(
  host: Extract<DockerHost, { kind: 'ssh' | 'foreign' }>,
  saidBy: string,
  place: Place | undefined,
): EngineProblem {
  const scheme = host.kind === 'ssh' ? 'ssh' : host.scheme;
  const forward =
    host.kind === 'ssh'
      ? `forward its socket with \`ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock ${sshArguments(host.destination)}\` and set \`DOCKER_HOST=unix:///tmp/docker.sock\`; the project must lie at the same path there`
      : 'use a daemon that listens on a unix socket';
  return unusable(`tackle cannot speak to a Docker daemon over \`${scheme}://\` (${saidBy})`, {
    hint: forward,
    ...(place !== undefined && { place }),
  });
}

/** `user@host:22/path` → `-p 22 user@host`. */
function sshArguments(destination: string): string {
  const [, host = destination, port] = /^([^/:]+|\[[^\]]*\])(?::([0-9]+))?/.exec(destination) ?? [];
  return port === undefined ? host : `-p ${port} ${host}`;
}
