import type { DockerContext } from './docker-context.ts';
import { isMissing } from './failure.ts';

/** Whether the daemon has an image of this name. Throws what the API rejects with otherwise. */
export async function isPresent({ docker }: DockerContext, name: string): Promise<boolean> {
  try {
    await docker.getImage(name).inspect();
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
