import * as v from 'valibot';
import { parseReference, printReference } from '../../catalog/reference.ts';
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
  /** As its tag or its `ref.name` says; asked for only where the archive has several images. */
  readonly name?: string | undefined;
  /** One of its documents has this very digest. */
  readonly digest?: Digest | undefined;
}

/** An image in an archive, its documents proved. */
export interface FoundImage {
  /** The digest of its manifest; of its config where the archive has no manifest. */
  readonly id: Digest;
  /** What it is called in the archive, if anything. */
  readonly names: readonly string[];
  /** Of its config, and of the manifest and the indexes that lead to it where there are such. */
  readonly digests: readonly Digest[];
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
    files('index.json') !== undefined ? await imagesInLayout(files) : await imagesOfDocker(files);
  const all = [...new Map(found.map((each) => [each.id, each])).values()];
  const { platform, digest, name } = wanted;
  let fitting = chosen(all, `for \`${platform}\``, ({ config }) => isFor(config, platform));
  if (digest !== undefined) {
    fitting = chosen(fitting, `with the digest \`${digest}\``, ({ digests }) =>
      digests.includes(digest),
    );
  }
  if (fitting.length > 1 && name !== undefined) {
    fitting = chosen(fitting, `called \`${name}\``, ({ names }) =>
      names.some((each) => isSameName(each, name)),
    );
  }
  const [image, ...others] = fitting;
  if (image !== undefined && others.length === 0) return image;
  const words = fitting.map(({ id, names }) => names[0] ?? id).join('`, `');
  throw new LayerFault('refused', `it holds several: \`${words}\``);
}

function chosen(
  images: readonly FoundImage[],
  what: string,
  fits: (image: FoundImage) => boolean,
): readonly FoundImage[] {
  const fitting = images.filter(fits);
  if (fitting.length === 0) throw new LayerFault('refused', `it holds none ${what}`);
  return fitting;
}

/** `tool:1` and `docker.io/library/tool:1` are one name. */
function isSameName(one: string, other: string): boolean {
  const [a, b] = [one, other].map(parseReference);
  return one === other || (a && b ? printReference(a) === printReference(b) : false);
}

/** https://github.com/opencontainers/image-spec/blob/main/image-layout.md; `docker save` writes it since 25. */
async function imagesInLayout(files: ArchiveFiles): Promise<readonly FoundImage[]> {
  const { manifests } = checked(Index, await jsonOf(files, 'index.json'), 'index.json');
  const found: FoundImage[] = [];
  for (const each of manifests) {
    const way = { names: namesOf(each), digests: [each.digest] };
    found.push(...(await imagesAt(files, each, way)));
  }
  return found;
}

/** What is known on the way to an image: what it is called, and the digests of the documents above it. */
type Way = Pick<FoundImage, 'names' | 'digests'>;

/** An index within an index is rare, and more than one in another is nothing. */
const DEEPEST_INDEX = 3;

async function imagesAt(
  files: ArchiveFiles,
  { digest, annotations }: Descriptor,
  way: Way,
): Promise<readonly FoundImage[]> {
  // BuildKit's statements about how an image was built look like images for an unknown machine.
  if (annotations['vnd.docker.reference.type'] !== undefined) return [];
  const depth = way.digests.length - 1;
  const name = blobName(digest);
  // An index names the manifests of other platforms as well, and an archive need not have those.
  if (depth > 0 && files(name) === undefined) return [];
  const document = await jsonOf(files, name, digest);
  const index = v.safeParse(Index, document);
  if (!index.success) return [await imageOf(files, digest, document, way)];
  if (depth >= DEEPEST_INDEX) return [];
  const found: FoundImage[] = [];
  for (const each of index.output.manifests) {
    found.push(
      ...(await imagesAt(files, each, { ...way, digests: [...way.digests, each.digest] })),
    );
  }
  return found;
}

async function imageOf(
  files: ArchiveFiles,
  id: Digest,
  document: unknown,
  { names, digests }: Way,
): Promise<FoundImage> {
  const manifest = checked(Manifest, document, blobName(id));
  const { digest: configDigest } = manifest.config;
  const config = await jsonOf(files, blobName(configDigest), configDigest);
  const diffIds = diffIdsOf(config, manifest.layers.length);
  const layers = manifest.layers.map(({ digest }, index) => ({
    file: fileOf(files, blobName(digest)),
    digest,
    diffId: diffIds[index] ?? digest,
  }));
  return { id, names, digests: [...digests, configDigest], config, layers };
}

/** `manifest.json` and files by any name, as `docker save` wrote it before 25, and as other builders still do. */
async function imagesOfDocker(files: ArchiveFiles): Promise<readonly FoundImage[]> {
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
    const id = await digestOfFile(fileOf(files, configName));
    found.push({ id, names: tags, digests: [id], config, layers });
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

/** The whole name is containerd's own; `ref.name` may be a tag alone, which is no name. */
function namesOf({ annotations }: Descriptor): readonly string[] {
  const whole = annotations['io.containerd.image.name'];
  const name = whole ?? annotations['org.opencontainers.image.ref.name'];
  return name === undefined ? [] : [name];
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
