import * as v from 'valibot';

/* What Tackle asks of the documents of an image, whether a registry or an archive has them; they may say more. */

/** For which machines an image is made; of a config and of an entry of an index. */
export const Platform = v.object({
  os: v.string(),
  architecture: v.string(),
  variant: v.optional(v.string(), ''),
});

/** What one document says of another, or of a layer. */
export type Descriptor = v.InferOutput<typeof Descriptor>;
const Descriptor = v.object({
  mediaType: v.optional(v.string(), ''),
  /** It may be of an algorithm that Tackle does not know. */
  digest: v.string(),
  size: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  urls: v.nullish(v.array(v.string()), []),
  annotations: v.nullish(v.record(v.string(), v.string()), {}),
  platform: v.nullish(Platform),
});

/** An index of OCI's, or a manifest list of Docker's. */
export const Index = v.object({ manifests: v.array(Descriptor) });

/** A manifest of OCI's, or one of Docker's second schema. */
export const Manifest = v.object({ config: Descriptor, layers: v.array(Descriptor) });
