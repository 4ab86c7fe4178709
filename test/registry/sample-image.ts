import { createHash } from 'node:crypto';
import type { Digest } from '../../src/kernel/brand.ts';
import type { LayerDescriptor } from '../../src/images/registry/manifest.ts';

/** Bytes as a registry holds them, and what it says they are. */
export interface Part {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly digest: Digest;
}

export interface SampleImage {
  readonly layers: readonly Part[];
  readonly config: Part;
  readonly manifest: Part;
}

export const OCI = 'application/vnd.oci.image';
export const DOCKER = 'application/vnd.docker';

export function digestOfBytes(bytes: Buffer): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
}

export function part(content: Buffer | object, mediaType: string): Part {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  return { bytes, mediaType, digest: digestOfBytes(bytes) };
}

export function descriptor({ bytes, mediaType, digest }: Part) {
  return { mediaType, digest, size: bytes.length };
}

/** A layer as `openBlob` takes it. */
export function layerDescriptor(layer: Part): LayerDescriptor {
  return { ...descriptor(layer), compression: 'none' };
}

/** Bytes that look like nothing, different for every seed. */
export function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, state = seed + 1; at < length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

export interface Made {
  readonly architecture?: string;
  readonly layers?: readonly Buffer[];
  readonly format?: 'oci' | 'docker';
  readonly created?: string;
}

/** An image that no test unpacks: its layers are noise. */
export function sampleImage(made: Made = {}): SampleImage {
  const { architecture = 'amd64', layers = [noise(5000, 1), noise(300, 2)], format = 'oci' } = made;
  const { created } = made;
  const types =
    format === 'oci'
      ? [`${OCI}.layer.v1.tar`, `${OCI}.config.v1+json`, `${OCI}.manifest.v1+json`]
      : [
          `${DOCKER}.image.rootfs.diff.tar`,
          `${DOCKER}.container.image.v1+json`,
          `${DOCKER}.distribution.manifest.v2+json`,
        ];
  const [layerType = '', configType = '', manifestType = ''] = types;
  const parts = layers.map((bytes) => part(bytes, layerType));
  const rootfs = { type: 'layers', diff_ids: parts.map(({ digest }) => digest) };
  const config = part({ os: 'linux', architecture, created, config: {}, rootfs }, configType);
  const manifest = part(
    {
      schemaVersion: 2,
      mediaType: manifestType,
      config: descriptor(config),
      layers: parts.map(descriptor),
    },
    manifestType,
  );
  return { layers: parts, config, manifest };
}

/** An index of images, unless told otherwise with an attestation among them as BuildKit adds one. */
export function sampleIndex(
  images: Readonly<Record<string, SampleImage>>,
  attestation: 'with attestation' | 'without attestation' = 'with attestation',
): Part {
  const manifests: object[] = Object.entries(images).map(([name, { manifest }]) => {
    const [os, architecture, variant] = name.split('/');
    return { ...descriptor(manifest), platform: { os, architecture, variant } };
  });
  if (attestation === 'with attestation') {
    const platform = { os: 'unknown', architecture: 'unknown' };
    manifests.unshift({ ...descriptor(part({}, `${OCI}.manifest.v1+json`)), platform });
  }
  const mediaType = `${OCI}.index.v1+json`;
  return part({ schemaVersion: 2, mediaType, manifests }, mediaType);
}
