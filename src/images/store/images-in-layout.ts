import * as v from 'valibot';
import type { Digest } from '../../kernel/brand.ts';
import { Index, Manifest, type Descriptor } from '../image-documents.ts';
import { jsonOf, type ArchiveFiles } from './archive-files.ts';
import { diffIdsOf, fileOf, type FoundImage } from './found-image.ts';
import { checked, digestIn } from './image-documents.ts';

/** https://github.com/opencontainers/image-spec/blob/main/image-layout.md; `docker save` writes it since 25. */
export async function imagesInLayout(files: ArchiveFiles): Promise<readonly FoundImage[]> {
  const { manifests } = checked(Index, await jsonOf(files, 'index.json'), 'index.json');
  const found: FoundImage[] = [];
  for (const each of manifests) {
    const way = { names: namesOf(each), digests: [digestIn(each)] };
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
  descriptor: Descriptor,
  way: Way,
): Promise<readonly FoundImage[]> {
  // BuildKit's statements about how an image was built look like images for an unknown machine.
  if (descriptor.annotations['vnd.docker.reference.type'] !== undefined) return [];
  const digest = digestIn(descriptor);
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
      ...(await imagesAt(files, each, { ...way, digests: [...way.digests, digestIn(each)] })),
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
  const configDigest = digestIn(manifest.config);
  const config = await jsonOf(files, blobName(configDigest), configDigest);
  const diffIds = diffIdsOf(config, manifest.layers.length);
  const layers = manifest.layers.map(digestIn).map((digest, index) => ({
    file: fileOf(files, blobName(digest)),
    digest,
    diffId: diffIds[index] ?? digest,
  }));
  const configFile = fileOf(files, blobName(configDigest));
  return { id, names, digests: [...digests, configDigest], config, configFile, layers };
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
