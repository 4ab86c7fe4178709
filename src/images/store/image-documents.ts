import * as v from 'valibot';
import { digestOf, type Digest } from '../../kernel/brand.ts';
import { LayerFault } from './layer-fault.ts';

/* What Tackle asks of the JSON documents in an image archive; they may say more. */

const DigestText = v.pipe(
  v.string(),
  v.check((text) => digestOf(text) !== undefined),
  v.transform((text) => text as Digest),
);
export const Descriptor = v.object({
  mediaType: v.optional(v.string(), ''),
  digest: DigestText,
  annotations: v.optional(v.record(v.string(), v.string()), {}),
});
export type Descriptor = v.InferOutput<typeof Descriptor>;
export const Index = v.object({ manifests: v.array(Descriptor) });
export const Manifest = v.object({ config: Descriptor, layers: v.array(Descriptor) });
export const Config = v.object({
  os: v.optional(v.string(), 'linux'),
  architecture: v.optional(v.string()),
  rootfs: v.object({ diff_ids: v.array(DigestText) }),
});
export const DockerArchive = v.array(
  v.object({
    Config: v.string(),
    RepoTags: v.nullish(v.array(v.string()), []),
    Layers: v.array(v.string()),
  }),
);

/** The document, or a `LayerFault` that says what it lacks; `what` names it. */
export function checked<T extends v.GenericSchema>(
  schema: T,
  value: unknown,
  what: string,
): v.InferOutput<T> {
  const read = v.safeParse(schema, value);
  if (read.success) return read.output;
  throw new LayerFault('damaged', `${what} is not as it should be: ${read.issues[0].message}`);
}
