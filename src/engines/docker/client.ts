import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import type { ContainerCreateOptions } from 'dockerode';
import type { StreamName } from '../init-link.ts';
import type { Platform } from '../../kernel/platform.ts';

/**
 * `POST /containers/create`. Left to itself, dockerode writes the whole request into the address as well, of
 * which the daemon takes 1 MiB: less than an argument list may have.
 */
export function createContainer(
  docker: Docker,
  name: string,
  platform: Platform,
  request: ContainerCreateOptions,
): Promise<Docker.Container> {
  const parts = { _query: { name, platform }, _body: request };
  return docker.createContainer(parts as ContainerCreateOptions);
}

/**
 * The status a container ends with: `POST /containers/{id}/wait?condition=next-exit`, the body read here. The
 * daemon sends the head of its answer at once, and dockerode then never tells of a connection that breaks
 * before the body.
 */
export async function exitStatus(
  docker: Docker,
  containerId: string,
  abortSignal: AbortSignal,
): Promise<number> {
  const answer = await new Promise<AsyncIterable<Buffer>>((resolve, reject) => {
    docker.modem.dial(
      {
        path: `/containers/${containerId}/wait?`,
        method: 'POST',
        isStream: true,
        abortSignal,
        options: { _query: { condition: 'next-exit' }, _body: {} },
        statusCodes: { 200: true, 400: 'bad parameter', 404: 'no such container', 500: 'error' },
      },
      (error: Error | null, response: unknown) => {
        if (error) reject(error);
        else resolve(response as AsyncIterable<Buffer>);
      },
    );
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return (JSON.parse(Buffer.concat(chunks).toString()) as { StatusCode: number }).StatusCode;
}

/**
 * A raw connection to one stream of a container, as the daemon upgrades it. One connection for each
 * stream: they wait for their readers apart, and closing the input leaves the outputs alone
 * (moby/moby#38457).
 *
 * `container.attach` is not used: it writes its own options ahead of the first byte of stdin
 * (apocas/dockerode#777). An empty body does not.
 */
export function attach(docker: Docker, containerId: string, stream: StreamName): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        path: `/containers/${containerId}/attach?`,
        method: 'POST',
        isStream: true,
        hijack: true,
        openStdin: true,
        file: Buffer.alloc(0),
        options: { _query: { stream: 1, [stream]: 1 }, _body: {} },
        statusCodes: {
          101: true,
          200: true,
          400: 'bad parameter',
          404: 'no such container',
          500: 'error',
        },
      },
      (error: Error | null, socket: unknown) => {
        if (error) reject(error);
        else resolve(socket as Duplex);
      },
    );
  });
}
