import type { ImageSource, Source } from '../catalog/tool.ts';
import { unreachable } from '../kernel/unreachable.ts';
import { packagesKey } from './packages-key.ts';
import type { Pin, RegistryPin } from './pin.ts';

/**
 * The pin of a source that is exact by itself. Nothing where the world has to be asked: a tag is the
 * registry's to explain, a Dockerfile's content lies on disk.
 */
export function pinWithoutAsking(source: Source, platform: string): Pin | undefined {
  switch (source.kind) {
    case 'image':
      return registryPin(source);
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

function registryPin({ reference }: ImageSource): RegistryPin | undefined {
  const { registry, repository, tag, digest } = reference;
  if (digest === undefined) return undefined;
  return { kind: 'registry', registry, repository, ...(tag !== undefined && { tag }), digest };
}
