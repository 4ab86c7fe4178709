import type { ImageSource, Source } from '../catalog/tool.ts';
import { unreachable } from '../kernel/unreachable.ts';
import { packagesKey } from './packages-key.ts';
import type { Pin, RegistryPin } from './pin.ts';
import { registryPin } from './registry-pin.ts';

/**
 * The pin of a source that is exact by itself. Nothing where the world has to be asked: a tag is the
 * registry's to explain, a Dockerfile's content lies on disk.
 */
export function pinWithoutAsking(source: Source, platform: string): Pin | undefined {
  switch (source.kind) {
    case 'image':
      return pinOfImage(source);
    case 'packages': {
      const { recipe } = source;
      return { kind: 'packages', recipe, key: packagesKey(recipe, platform) };
    }
    case 'dockerfile':
      return undefined;
    default:
      return unreachable(source);
  }
}

function pinOfImage({ reference }: ImageSource): RegistryPin | undefined {
  const { digest } = reference;
  return digest === undefined ? undefined : registryPin(reference, digest);
}
