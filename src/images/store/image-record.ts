import type { Digest } from '../../kernel/brand.ts';

/** What is known of an image in the store. */
export interface ImageRecord {
  readonly id: Digest;
  /** What people call it. */
  readonly title?: string;
  readonly config: unknown;
  /** Of the config as it came. */
  readonly digest?: Digest | undefined;
  readonly layers: readonly Digest[];
}

const FORMAT = 1;

export function writeRecord({ id, title, digest, config, layers }: ImageRecord): string {
  return JSON.stringify({ format: FORMAT, id, title, digest, layers, config });
}

/** Nothing when the text is no record of this format. */
export function readRecord(text: string): ImageRecord | undefined {
  try {
    const { format, ...record } = JSON.parse(text) as ImageRecord & { readonly format: number };
    return format === FORMAT && Array.isArray(record.layers) ? record : undefined;
  } catch {
    return undefined;
  }
}
