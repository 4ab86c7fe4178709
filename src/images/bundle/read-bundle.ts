import type { Digest } from '../../kernel/brand.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Result } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { BuildPlace } from '../build-place.ts';
import { Index } from '../image-documents.ts';
import type { ImageParts } from '../image-parts.ts';
import type { ImagesProblem } from '../problems.ts';
import { jsonOf, type ArchiveFiles, type ArchiveSource } from '../store/archive-files.ts';
import { isFor } from '../store/find-image.ts';
import { checked, digestIn } from '../store/image-documents.ts';
import { imagesInLayout } from '../store/images-in-layout.ts';
import { LayerFault } from '../store/layer-fault.ts';
import { partsOf } from '../store/parts-of.ts';
import { TOOLBOX } from './documents.ts';
import { bundleUnusable } from './problems.ts';
import { unpackArchive, type Unpacked } from './unpack-archive.ts';

/** What a bundle has for a platform, by what was asked for: `python@3`. */
export interface Bundle {
  readonly images: ReadonlyMap<string, ImageParts>;
}

/**
 * Unpacks a bundle, and proves its documents; the layers are proved by whoever takes them. Everything in it is checked
 * as if it came from a registry. Its files are there until it is disposed of.
 */
export async function readBundle(
  source: ArchiveSource,
  platform: Platform,
  where: BuildPlace,
  work: Work,
): Promise<Result<Unpacked<Bundle>, ImagesProblem>> {
  const { path } = source;
  const unusable = (why: string) => bundleUnusable(path, why);
  const archive = { ...source, subject: path, unusable };
  return await unpackArchive(archive, where, work, (files) => imagesFor(files, platform));
}

async function imagesFor(files: ArchiveFiles, platform: Platform): Promise<Bundle> {
  if (files('index.json') === undefined) throw new LayerFault('refused', 'it has no `index.json`');
  const found = new Map<Digest, ImageParts>();
  for (const image of await imagesInLayout(files)) {
    const [top = image.id] = image.digests;
    if (isFor(image.config, platform)) found.set(top, partsOf(image));
  }
  const { manifests } = checked(Index, await jsonOf(files, 'index.json'), 'index.json');
  const images = new Map<string, ImageParts>();
  for (const each of manifests) {
    const toolbox = each.annotations[TOOLBOX];
    const parts = found.get(digestIn(each));
    if (toolbox !== undefined && parts !== undefined) images.set(toolbox, parts);
  }
  return { images };
}
