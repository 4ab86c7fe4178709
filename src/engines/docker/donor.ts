import type Docker from 'dockerode';
import type { ImageInspectInfo } from 'dockerode';
import type { Readable } from 'node:stream';
import { printReference } from '../../catalog/reference.ts';
import type { Donor } from '../donor.ts';
import type { DockerAddress } from './address.ts';
import { dockerAt } from './docker-at.ts';
import type { Dialect } from './dialect.ts';
import { idFor } from './id-for.ts';
import { isMissing } from './failure.ts';
import { firstOf, namesOfImage } from './name-of-image.ts';
import { pinOfImage } from './resolve.ts';

/** What the daemon at the address has for other engines. */
export function dockerDonor(address: DockerAddress, dialect: Dialect): Donor {
  const docker = dockerAt(address);
  return {
    engine: dialect.engine,
    find: async (reference, signal) => {
      const image = await inspect(docker, printReference(reference), signal);
      return image && pinOfImage(reference, image);
    },
    give: async (pin, platform, signal) => {
      const image = await firstOf(namesOfImage(dialect, pin), (name) =>
        inspect(docker, name, signal),
      );
      const id = image && idFor(platform, image);
      if (image === undefined || id === undefined) return undefined;
      const archive = () => docker.getImage(id).get() as Promise<unknown> as Promise<Readable>;
      return { id, size: image.Size, archive };
    },
  };
}

/** `GET /images/{name}/json`; dockerode's own way there knows no signal. */
function inspect(
  docker: Docker,
  name: string,
  abortSignal: AbortSignal,
): Promise<ImageInspectInfo | undefined> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        path: `/images/${name}/json`,
        method: 'GET',
        abortSignal,
        statusCodes: { 200: true, 404: 'no such image', 500: 'server error' },
      },
      (error: Error | null, answer: unknown) => {
        if (error === null) resolve(answer as ImageInspectInfo);
        else if (isMissing(error)) resolve(undefined);
        else reject(error);
      },
    );
  });
}
