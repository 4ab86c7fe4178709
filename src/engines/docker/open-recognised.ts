import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Engine } from '../engine.ts';
import type { EngineSettings, Environment } from '../finding.ts';
import type { DockerAddress } from './address.ts';
import { dockerAt } from './docker-at.ts';
import type { Dialect } from './dialect.ts';
import { DOCKER, PODMAN, ROOTLESS_PODMAN } from './dialect.ts';
import { openDocker } from './docker-engine.ts';

/** In milliseconds. An engine that is well answers in one. */
const PATIENCE = 2_000;

/** The engine at an address, in the dialect of who answers there: the package `podman-docker` puts Podman in Docker's place. */
export async function openRecognised(
  address: DockerAddress,
  env: Environment,
  settings?: EngineSettings,
): Promise<Engine> {
  const isPodman = await saysItIsPodman(address).catch(() => false);
  return openDocker(address, isPodman ? await podmanDialect(address) : DOCKER, env, settings);
}

/** Which of Podman's: the socket of an ordinary user's service is that user's. */
export async function podmanDialect(address: DockerAddress): Promise<Dialect> {
  if (address.kind !== 'socket') return PODMAN;
  const { uid } = await stat(address.path).catch(() => ({ uid: 0 }));
  return uid === 0 ? PODMAN : ROOTLESS_PODMAN;
}

/** By a header of `GET /_ping`: `GET /version` says it too, and takes Podman 0.2 s. */
async function saysItIsPodman(address: DockerAddress): Promise<boolean> {
  const { headers } = await new Promise<IncomingMessage>((resolve, reject) => {
    dockerAt(address).modem.dial(
      {
        path: '/_ping',
        method: 'GET',
        isStream: true,
        abortSignal: AbortSignal.timeout(PATIENCE),
        statusCodes: { 200: true, 500: 'error' },
      },
      (error: Error | null, answer: unknown) => {
        if (error) reject(error);
        else resolve((answer as IncomingMessage).resume());
      },
    );
  });
  return headers['libpod-api-version'] !== undefined;
}
