import * as v from 'valibot';
import type { Digest } from '../../kernel/brand.ts';
import { digestOf } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Platform } from '../../kernel/platform.ts';
import * as documents from '../image-documents.ts';
import type { ImagesProblem } from '../problems.ts';
import { nameOf, suits } from './choose-platform.ts';
import { madeFor } from './manifest.ts';
import type { Wanted } from './problems.ts';
import { imageNotForPlatform, imageUnusable } from './problems.ts';

const Config = v.object({
  ...documents.Platform.entries,
  created: v.nullish(v.string(), ''),
  rootfs: v.object({ diff_ids: v.nullish(v.array(v.string()), []) }),
});

/** Whoever builds the same image twice leaves the time out, by saying one of these days. */
const NEVER = Date.UTC(1980, 0, 2);

export interface ImageConfig {
  /** What each layer is once it is unpacked. */
  readonly diffIds: readonly Digest[];
  readonly created?: Date;
}

/**
 * Looks into an image's configuration: whether it is made for the platform, what its layers are, and how old it is.
 * @param layers how many of them the manifest has
 */
export function readImageConfig(
  text: string,
  { platform, layers }: { readonly platform: Platform; readonly layers: number },
  wanted: Wanted,
): Result<ImageConfig, ImagesProblem> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Config), text);
  if (!parsed.success) {
    return err(imageUnusable(wanted, 'its configuration lacks what every image has'));
  }
  const { rootfs, created, ...machine } = parsed.output;
  const made = madeFor(machine);
  if (!suits(made, platform)) return err(imageNotForPlatform(wanted, platform, [nameOf(made)]));
  const diffIds = rootfs.diff_ids.flatMap((id) => digestOf(id) ?? []);
  if (diffIds.length !== layers || rootfs.diff_ids.length !== layers) {
    return err(imageUnusable(wanted, 'its configuration is about other layers than its manifest'));
  }
  const time = Date.parse(created);
  return ok({ diffIds, ...(time > NEVER && { created: new Date(time) }) });
}
