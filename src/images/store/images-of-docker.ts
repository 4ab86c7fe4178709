import type { Digest } from '../../kernel/brand.ts';
import { jsonOf, type ArchiveFile, type ArchiveFiles } from './archive-files.ts';
import { diffIdsOf, fileOf, type FoundImage, type FoundLayer } from './found-image.ts';
import { hashOf } from './hash-file.ts';
import { checked, DockerArchive } from './image-documents.ts';
import { LayerFault } from './layer-fault.ts';

/** `manifest.json` and files by any name, as `docker save` wrote it before 25, and as other builders still do. */
export async function imagesOfDocker(files: ArchiveFiles): Promise<readonly FoundImage[]> {
  if (files('manifest.json') === undefined) {
    throw new LayerFault('refused', 'it has neither `index.json` nor `manifest.json`');
  }
  const images = checked(DockerArchive, await jsonOf(files, 'manifest.json'), 'manifest.json');
  const found: FoundImage[] = [];
  for (const { Config: configName, RepoTags: tags, Layers: names } of images) {
    const config = await jsonOf(files, configName);
    const diffIds = diffIdsOf(config, names.length);
    const layers: FoundLayer[] = [];
    for (const [index, each] of names.entries()) {
      const file = fileOf(files, each);
      const digest = await digestOfFile(file);
      layers.push({ file, digest, diffId: diffIds[index] ?? digest });
    }
    const configFile = fileOf(files, configName);
    const id = await digestOfFile(configFile);
    found.push({ id, names: tags, digests: [id], config, configFile, layers });
  }
  return found;
}

async function digestOfFile({ path }: ArchiveFile): Promise<Digest> {
  return `sha256:${await hashOf(path)}` as Digest;
}
