import type { AbsolutePath } from '../../kernel/brand.ts';
import { absolutePathOf } from '../../kernel/brand.ts';

/** Where a daemon listens, as `DOCKER_HOST` or a context's endpoint spells it. */
export type DockerHost =
  | { readonly kind: 'socket'; readonly path: AbsolutePath }
  /** Without a port, the daemon's own: 2375, or 2376 with TLS. */
  | { readonly kind: 'tcp'; readonly host: string; readonly port?: number }
  | { readonly kind: 'ssh'; readonly destination: string }
  /** `npipe://`: a Windows pipe. */
  | { readonly kind: 'foreign'; readonly scheme: string };

export const DEFAULT_SOCKET = '/var/run/docker.sock' as AbsolutePath;

/**
 * Reads a host text as the docker CLI does (docker/cli `opts/hosts.go`): without a scheme, a path is
 * a unix socket and anything else is tcp. Nothing for a text that the CLI rejects too.
 */
export function parseDockerHost(text: string): DockerHost | undefined {
  const [, scheme, rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/s.exec(text.trim()) ?? [];
  switch (scheme ?? (rest.startsWith('/') ? 'unix' : 'tcp')) {
    case 'unix':
      return socketOf(rest);
    case 'tcp':
      return tcpOf(rest);
    case 'ssh':
      return rest === '' ? undefined : { kind: 'ssh', destination: rest };
    case 'npipe':
      return { kind: 'foreign', scheme: 'npipe' };
    default:
      return undefined;
  }
}

function socketOf(rest: string): DockerHost | undefined {
  const path = rest === '' ? DEFAULT_SOCKET : absolutePathOf(rest);
  return path === undefined ? undefined : { kind: 'socket', path };
}

/** `host`, `host:port`, `:port`, `[::1]:port`, and nothing after it but one slash. */
const TCP = /^(?<host>\[[0-9A-Fa-f:.]+\]|[^:/?#\s[\]]*)(?::(?<port>[0-9]{1,5})?)?\/?$/;

function tcpOf(rest: string): DockerHost | undefined {
  const { host, port } = TCP.exec(rest)?.groups ?? {};
  if (host === undefined || Number(port ?? 0) > 65_535) return undefined;
  return {
    kind: 'tcp',
    host: host === '' ? 'localhost' : host.replace(/^\[|\]$/g, ''),
    ...(port !== undefined && { port: Number(port) }),
  };
}
