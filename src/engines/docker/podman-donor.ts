import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import type { ImageInspectInfo } from 'dockerode';
import { printReference } from '../../catalog/reference.ts';
import { hexOf } from '../../kernel/brand.ts';
import type { Donor } from '../donor.ts';
import { PODMAN } from './dialect.ts';
import { idFor } from './id-for.ts';
import { firstOf, namesOfImage } from './name-of-image.ts';
import { pinOfImage } from './resolve.ts';

/** What Podman has for other engines where no service of it listens: asked of the program, for none is started for that. */
export function podmanDonor(program: string): Donor {
  return {
    engine: 'podman',
    find: async (reference, signal) => {
      const image = await inspect(program, printReference(reference), signal);
      return image && pinOfImage(reference, image);
    },
    give: async (pin, platform, signal) => {
      const image = await firstOf(namesOfImage(PODMAN, pin), (name) =>
        inspect(program, name, signal),
      );
      const id = image && idFor(platform, image);
      if (image === undefined || id === undefined) return undefined;
      const argv = ['save', '--quiet', '--format', 'docker-archive', hexOf(id)];
      const archive = () => {
        // Whoever destroys the stream ends it: what it writes next breaks.
        const saving = spawn(program, argv, { stdio: ['ignore', 'pipe', 'ignore'], cwd: '/' });
        saving.on('error', (error) => saving.stdout.destroy(error));
        return Promise.resolve(saving.stdout);
      };
      return { id, size: image.Size, archive };
    },
  };
}

type Inspected = Pick<ImageInspectInfo, 'Id' | 'RepoDigests' | 'Os' | 'Architecture' | 'Size'>;

/** Nothing when there is no such image, for which it ends with 125. */
async function inspect(
  program: string,
  name: string,
  signal: AbortSignal,
): Promise<Inspected | undefined> {
  const argv = ['image', 'inspect', name];
  try {
    const { stdout } = await promisify(execFile)(program, argv, { signal, cwd: '/' });
    const [image] = JSON.parse(stdout) as readonly Inspected[];
    return image && { ...image, Id: `sha256:${image.Id}` };
  } catch (error) {
    if (typeof (error as { readonly code?: unknown }).code === 'number') return undefined;
    throw error;
  }
}
