import * as v from 'valibot';
import type { Digest } from '../../kernel/brand.ts';
import { digestOf } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import * as documents from '../image-documents.ts';
import type { ImagesProblem } from '../problems.ts';
import type { Compression } from './media-types.ts';
import { compressionOf, CONFIGS, isForeign, manifestKind } from './media-types.ts';
import type { Wanted } from './problems.ts';
import { imageTooOld, imageUnusable, registryOddAnswer } from './problems.ts';

/** Exact bytes in a registry. */
export interface Descriptor {
  readonly digest: Digest;
  /** In bytes. */
  readonly size: number;
  readonly mediaType: string;
}

export interface LayerDescriptor extends Descriptor {
  readonly compression: Compression;
}

/** For which machines an image is made, as its makers spell it. */
export interface MadeFor {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export type Manifest =
  | { readonly kind: 'index'; readonly entries: readonly IndexEntry[] }
  | {
      readonly kind: 'manifest';
      readonly config: Descriptor;
      readonly layers: readonly LayerDescriptor[];
    };

export interface IndexEntry extends Descriptor {
  readonly platform?: MadeFor;
}

/**
 * Reads what a registry answers to the name of an image.
 * @param contentType of the answer: what does not name its own type is of this one
 */
export function readManifest(
  bytes: Buffer,
  contentType: string,
  wanted: Wanted,
): Result<Manifest, ImagesProblem> {
  const odd = (why: string) => err(registryOddAnswer(wanted, why));
  const read = jsonOf(bytes);
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    if (contentType === 'text/html') return odd('it answers with HTML');
    return odd('it answers with something that is not JSON, or with half of it');
  }
  const fields = read as Readonly<Record<string, unknown>>;
  const own = typeof fields['mediaType'] === 'string' ? fields['mediaType'] : contentType;
  const kind = manifestKind(own);
  if (kind === 'schema-1' || fields['schemaVersion'] === 1) return err(imageTooOld(wanted));
  if (kind === undefined) return odd(`its answer is of the type \`${own}\``);
  // A text that could be read in both ways would be another image to another reader (CVE-2021-41190).
  const both = 'manifests' in fields && ('layers' in fields || 'config' in fields);
  const other = manifestKind(contentType) ?? kind;
  if (both || other !== kind) return odd('its answer says two things about its own type');
  return kind === 'index' ? readIndex(fields, wanted) : readImage(fields, wanted);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

const MALFORMED = 'its manifest lacks what every manifest has';

function readIndex(fields: object, wanted: Wanted): Result<Manifest, ImagesProblem> {
  const read = v.safeParse(documents.Index, fields);
  if (!read.success) return err(registryOddAnswer(wanted, MALFORMED));
  const entries: IndexEntry[] = [];
  for (const described of read.output.manifests) {
    const { platform } = described;
    const descriptor = descriptorOf(described, wanted);
    if (!descriptor.ok) return descriptor;
    entries.push({ ...descriptor.value, ...(platform && { platform: madeFor(platform) }) });
  }
  return ok({ kind: 'index', entries });
}

function readImage(fields: object, wanted: Wanted): Result<Manifest, ImagesProblem> {
  const read = v.safeParse(documents.Manifest, fields);
  if (!read.success) return err(registryOddAnswer(wanted, MALFORMED));
  const config = descriptorOf(read.output.config, wanted);
  if (!config.ok) return config;
  const { mediaType } = config.value;
  if (!CONFIGS.includes(mediaType)) {
    return err(imageUnusable(wanted, `its configuration is \`${mediaType}\``));
  }
  const layers: LayerDescriptor[] = [];
  for (const described of read.output.layers) {
    const layer = layerOf(described, wanted);
    if (!layer.ok) return layer;
    layers.push(layer.value);
  }
  return ok({ kind: 'manifest', config: config.value, layers });
}

function layerOf(
  described: documents.Descriptor,
  wanted: Wanted,
): Result<LayerDescriptor, ImagesProblem> {
  const { mediaType, urls } = described;
  if (isForeign(mediaType) || urls.length > 0) {
    return err(imageUnusable(wanted, 'it has a layer that its registry does not hold'));
  }
  const compression = compressionOf(mediaType);
  if (compression === undefined) {
    return err(imageUnusable(wanted, `it has a layer of the type \`${mediaType}\``));
  }
  const descriptor = descriptorOf(described, wanted);
  return descriptor.ok ? ok({ ...descriptor.value, compression }) : descriptor;
}

function descriptorOf(
  described: documents.Descriptor,
  wanted: Wanted,
): Result<Descriptor, ImagesProblem> {
  const { mediaType, size } = described;
  if (size === undefined) return err(registryOddAnswer(wanted, MALFORMED));
  const digest = digestOf(described.digest);
  return digest === undefined
    ? err(imageUnusable(wanted, `a part of it has the digest \`${described.digest}\``))
    : ok({ digest, size, mediaType });
}

export function madeFor(platform: v.InferOutput<typeof documents.Platform>): MadeFor {
  const { os, architecture, variant } = platform;
  return { os, architecture, ...(variant !== '' && { variant }) };
}
