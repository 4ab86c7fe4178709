import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent } from 'node:https';
import Docker from 'dockerode';
import type { DockerAddress } from './address.ts';

/** dockerode for an address that was found. Speaks to nobody yet. */
export function dockerAt(address: DockerAddress): Docker {
  if (address.kind === 'socket') {
    const options = { socketPath: address.path, agent: new HttpAgent(WITHOUT_NAME) };
    return new Docker(options);
  }
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

/**
 * As Node's own agent, which begins with a name for TLS that a socket has no use for: whether the host's is an address it asks a
 * regular expression that takes milliseconds to compile.
 */
const WITHOUT_NAME = {
  keepAlive: true,
  scheduling: 'lifo',
  timeout: 5000,
  servername: '',
} as AgentOptions;
