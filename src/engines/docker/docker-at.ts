import { Agent } from 'node:https';
import Docker from 'dockerode';
import type { DockerAddress } from './address.ts';

/** dockerode for an address that was found. Speaks to nobody yet. */
export function dockerAt(address: DockerAddress): Docker {
  if (address.kind === 'socket') return new Docker({ socketPath: address.path });
  const { host, port, tls } = address;
  if (tls === undefined) return new Docker({ host, port, protocol: 'http' });
  const { verify, ...pem } = tls;
  return new Docker({
    host,
    port,
    protocol: 'https',
    ...pem,
    // Whoever says so (`DOCKER_TLS` alone, `SkipTLSVerify` of a context) takes any certificate, as the docker CLI does.
    ...(!verify && { agent: new Agent({ rejectUnauthorized: false }) }),
  });
}
