import type { Readable } from 'node:stream';
import { printReference } from '../../catalog/reference.ts';
import { digestOf } from '../../kernel/brand.ts';
import { imageName } from '../../plan/image-name.ts';
import type { Donor } from '../donor.ts';
import type { DockerAddress } from './address.ts';
import { dockerAt } from './client.ts';
import type { Dialect } from './dialect.ts';
import { isMissing } from './failure.ts';
import { digestsOf, pinOfLocal } from './resolve.ts';

/** What the daemon at the address has for other engines. */
export function dockerDonor(address: DockerAddress, engine: Dialect['engine']): Donor {
  const docker = dockerAt(address);
  const inspect = async (name: string) => {
    try {
      return await docker.getImage(name).inspect();
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  return {
    engine,
    find: async (reference) => {
      const image = await inspect(printReference(reference));
      if (image === undefined) return undefined;
      const [digest, ...others] = digestsOf(reference, image.RepoDigests);
      // Of several, only its registry knows which one the tag stands for.
      return others.length > 0 ? undefined : pinOfLocal(reference, image.Id, digest);
    },
    give: async (pin, platform) => {
      const image = await inspect(imageName(pin));
      const id = image && digestOf(image.Id);
      // The daemon has proved on pulling that this is what the digest of the pin names, and has it for one platform.
      if (id === undefined || `${image?.Os ?? ''}/${image?.Architecture ?? ''}` !== platform) {
        return undefined;
      }
      const archive = () => docker.getImage(id).get() as Promise<unknown> as Promise<Readable>;
      return { id, size: image?.Size ?? 0, archive };
    },
  };
}
