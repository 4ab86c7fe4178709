import * as v from 'valibot';
import { digestOf, type Digest } from '../../kernel/brand.ts';
import type { Descriptor } from '../image-documents.ts';
import { LayerFault } from './layer-fault.ts';

/* What Tackle asks of the other JSON documents in an image archive; they may say more. */

const DigestText = v.pipe(
  v.string(),
  v.check((text) => digestOf(text) !== undefined),
  v.transform((text) => text as Digest),
);
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

/** The digest that a descriptor names. Throws a `LayerFault`. */
export function digestIn({ digest }: Descriptor): Digest {
  const known = digestOf(digest);
  if (known !== undefined) return known;
  throw new LayerFault('damaged', `the digest \`${digest}\` in it is not as it should be`);
}

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
