import { parseReference, printReference } from '../../catalog/reference.ts';
import type { Digest } from '../../kernel/brand.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { ArchiveFiles } from './archive-files.ts';
import type { FoundImage } from './found-image.ts';
import { checked, Config } from './image-documents.ts';
import { imagesInLayout } from './images-in-layout.ts';
import { imagesOfDocker } from './images-of-docker.ts';
import { LayerFault } from './layer-fault.ts';

/** Which of the images in an archive. */
export interface WantedImage {
  readonly platform: Platform;
  /** As its tag or its `ref.name` says; asked for only where the archive has several images. */
  readonly name?: string | undefined;
  /** One of its documents has this very digest. */
  readonly digest?: Digest | undefined;
}

/** Finds the one image that is meant, in an OCI layout or in what `docker save` writes. Throws a `LayerFault`. */
export async function findImage(files: ArchiveFiles, wanted: WantedImage): Promise<FoundImage> {
  const found =
    files('index.json') !== undefined ? await imagesInLayout(files) : await imagesOfDocker(files);
  const all = eachOnce(found);
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
  throw new SeveralImages(fitting.map(({ id, names }) => names[0] ?? id));
}

/** More than one fits, and nobody has said which. */
export class SeveralImages extends LayerFault {
  constructor(names: readonly string[]) {
    super('refused', `it holds several: \`${names.join('`, `')}\``);
  }
}

/** One that stands there under several names is one with several names. */
function eachOnce(images: readonly FoundImage[]): readonly FoundImage[] {
  const byId = new Map<Digest, FoundImage>();
  for (const image of images) {
    const names = [...(byId.get(image.id)?.names ?? []), ...image.names];
    byId.set(image.id, { ...image, names });
  }
  return [...byId.values()];
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

/** Whether an image of this config is made for the platform, or says nothing of one. */
export function isFor(config: unknown, platform: Platform): boolean {
  const { os, architecture } = checked(Config, config, 'the config');
  return architecture === undefined || `${os}/${architecture}` === platform;
}
