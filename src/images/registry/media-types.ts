/** What a registry may answer to the name of an image. */
export type ManifestKind = 'index' | 'manifest' | 'schema-1';

const OCI = 'application/vnd.oci.image';
const DOCKER = 'application/vnd.docker';

const MANIFESTS: Readonly<Record<string, ManifestKind>> = {
  [`${OCI}.index.v1+json`]: 'index',
  [`${DOCKER}.distribution.manifest.list.v2+json`]: 'index',
  [`${OCI}.manifest.v1+json`]: 'manifest',
  [`${DOCKER}.distribution.manifest.v2+json`]: 'manifest',
  [`${DOCKER}.distribution.manifest.v1+json`]: 'schema-1',
  [`${DOCKER}.distribution.manifest.v1+prettyjws`]: 'schema-1',
};

/** A registry that finds none of these asked for may answer with schema 1, or with nothing. */
export const ACCEPTED = Object.keys(MANIFESTS)
  .filter((type) => MANIFESTS[type] !== 'schema-1')
  .join(', ');

export function manifestKind(mediaType: string): ManifestKind | undefined {
  return Object.hasOwn(MANIFESTS, mediaType) ? MANIFESTS[mediaType] : undefined;
}

/** The type alone, without `; charset=utf-8`, in lower case; empty where the header is not there. */
export function mediaTypeOf(contentType: string | null): string {
  return (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

export const CONFIGS: readonly string[] = [
  `${OCI}.config.v1+json`,
  `${DOCKER}.container.image.v1+json`,
];

export type Compression = 'none' | 'gzip' | 'zstd';

/** What a layer that is packed so is called where it is written. */
export const LAYER_TYPES: Readonly<Record<Compression, string>> = {
  none: `${OCI}.layer.v1.tar`,
  gzip: `${OCI}.layer.v1.tar+gzip`,
  zstd: `${OCI}.layer.v1.tar+zstd`,
};

const LAYERS: Readonly<Record<string, Compression>> = {
  [LAYER_TYPES.none]: 'none',
  [LAYER_TYPES.gzip]: 'gzip',
  [LAYER_TYPES.zstd]: 'zstd',
  [`${DOCKER}.image.rootfs.diff.tar`]: 'none',
  [`${DOCKER}.image.rootfs.diff.tar.gzip`]: 'gzip',
  [`${DOCKER}.image.rootfs.diff.tar.zstd`]: 'zstd',
};

/** How a layer of this type is packed; nothing for what is no layer. */
export function compressionOf(mediaType: string): Compression | undefined {
  return Object.hasOwn(LAYERS, mediaType) ? LAYERS[mediaType] : undefined;
}

/** A layer that its registry does not hold, but somebody else's server: Windows' base layers are of this kind. */
export function isForeign(mediaType: string): boolean {
  return /\.(?:foreign\.diff|layer\.nondistributable\.v1)\.tar(?:[.+][a-z]+)?$/.test(mediaType);
}
