import * as v from 'valibot';
import type { Digest } from '../../kernel/brand.ts';
import type { Platform } from '../../plan/launch-plan.ts';
import { jsonOf, type ArchiveFile, type ArchiveFiles } from './archive-files.ts';
import { hashOf } from './hash-file.ts';
import {
  checked,
  Config,
  DockerArchive,
  Index,
  Manifest,
  type Descriptor,
} from './image-documents.ts';
import { LayerFault } from './layer-fault.ts';

/** Which of the images in an archive. */
export interface WantedImage {
  readonly platform: Platform;
  /** As its tag or its `ref.name` says; needed where the archive has several images. */
  readonly name?: string | undefined;
}

/** An image in an archive, its documents proved. */
export interface FoundImage {
  readonly id: Digest;
  readonly config: unknown;
  readonly layers: readonly FoundLayer[];
}

export interface FoundLayer {
  readonly file: ArchiveFile;
  readonly digest: Digest;
  readonly diffId: Digest;
}

/** Finds the one image that is meant, in an OCI layout or in what `docker save` writes. Throws a `LayerFault`. */
export async function findImage(files: ArchiveFiles, wanted: WantedImage): Promise<FoundImage> {
  const found =
    files('index.json') !== undefined
      ? await imagesInLayout(files, wanted)
      : await imagesOfDocker(files, wanted);
  const fitting = found.filter(({ config }) => isFor(config, wanted.platform));
  const [image, ...others] = new Map(fitting.map((each) => [each.id, each])).values();
  if (image === undefined) {
    const what = wanted.name === undefined ? 'none' : `none called \`${wanted.name}\``;
    throw new LayerFault('refused', `it holds ${what} for \`${wanted.platform}\``);
  }
  if (others.length > 0) throw new LayerFault('refused', 'it holds several, and none is named');
  return image;
}

/** https://github.com/opencontainers/image-spec/blob/main/image-layout.md; `docker save` writes it since 25. */
async function imagesInLayout(
  files: ArchiveFiles,
  { name }: WantedImage,
): Promise<readonly FoundImage[]> {
  const { manifests } = checked(Index, await jsonOf(files, 'index.json'), 'index.json');
  const named = manifests.filter((each) => name === undefined || namesOf(each).includes(name));
  return await imagesOf(files, named, 0);
}

/** An index within an index is rare, and more than one in another is nothing. */
const DEEPEST_INDEX = 3;

async function imagesOf(
  files: ArchiveFiles,
  descriptors: readonly Descriptor[],
  depth: number,
): Promise<readonly FoundImage[]> {
  const found: FoundImage[] = [];
  for (const { digest, annotations } of descriptors) {
    // BuildKit's statements about how an image was built look like images for an unknown machine.
    if (annotations['vnd.docker.reference.type'] !== undefined) continue;
    const name = blobName(digest);
    // An index names the manifests of other platforms as well, and an archive need not have those.
    if (depth > 0 && files(name) === undefined) continue;
    const document = await jsonOf(files, name, digest);
    const index = v.safeParse(Index, document);
    if (!index.success) found.push(await imageOf(files, digest, document));
    else if (depth < DEEPEST_INDEX) {
      found.push(...(await imagesOf(files, index.output.manifests, depth + 1)));
    }
  }
  return found;
}

async function imageOf(files: ArchiveFiles, id: Digest, document: unknown): Promise<FoundImage> {
  const manifest = checked(Manifest, document, blobName(id));
  const config = await jsonOf(files, blobName(manifest.config.digest), manifest.config.digest);
  const diffIds = diffIdsOf(config, manifest.layers.length);
  const layers = manifest.layers.map(({ digest }, index) => ({
    file: fileOf(files, blobName(digest)),
    digest,
    diffId: diffIds[index] ?? digest,
  }));
  return { id, config, layers };
}

/** `manifest.json` and files by any name, as `docker save` wrote it before 25, and as other builders still do. */
async function imagesOfDocker(
  files: ArchiveFiles,
  { name }: WantedImage,
): Promise<readonly FoundImage[]> {
  if (files('manifest.json') === undefined) {
    throw new LayerFault('refused', 'it has neither `index.json` nor `manifest.json`');
  }
  const images = checked(DockerArchive, await jsonOf(files, 'manifest.json'), 'manifest.json');
  const found: FoundImage[] = [];
  for (const { Config: configName, RepoTags: tags, Layers: names } of images) {
    if (name !== undefined && !tags.includes(name)) continue;
    const config = await jsonOf(files, configName);
    const diffIds = diffIdsOf(config, names.length);
    const layers: FoundLayer[] = [];
    for (const [index, each] of names.entries()) {
      const file = fileOf(files, each);
      const digest = await digestOfFile(file);
      layers.push({ file, digest, diffId: diffIds[index] ?? digest });
    }
    found.push({ id: await digestOfFile(fileOf(files, configName)), config, layers });
  }
  return found;
}

function diffIdsOf(config: unknown, layers: number): readonly Digest[] {
  const { diff_ids: diffIds } = checked(Config, config, 'the config').rootfs;
  if (diffIds.length === layers) return diffIds;
  throw new LayerFault('damaged', 'its config and its manifest have different layers');
}

function isFor(config: unknown, platform: Platform): boolean {
  const { os, architecture } = checked(Config, config, 'the config');
  return architecture === undefined || `${os}/${architecture}` === platform;
}

function namesOf({ annotations }: Descriptor): readonly (string | undefined)[] {
  return [
    annotations['org.opencontainers.image.ref.name'],
    annotations['io.containerd.image.name'],
  ];
}

function blobName(digest: Digest): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function fileOf(files: ArchiveFiles, name: string): ArchiveFile {
  const file = files(name);
  if (file === undefined) throw new LayerFault('damaged', `\`${name}\` is missing`);
  return file;
}

async function digestOfFile({ path }: ArchiveFile): Promise<Digest> {
  return `sha256:${await hashOf(path)}` as Digest;
}
