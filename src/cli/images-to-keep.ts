import type { Digest } from '../kernel/brand.ts';
import type { LockedImages } from './locked-images.ts';
import type { StoreListing } from '../images/store/list-store.ts';

/** In days: what was used since stays. */
const KEPT_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The images that stay, unless `all` are to go: what is not used for long may be what nobody can build or fetch any more, and
 * stays while a lock has it.
 *
 * @param now in milliseconds since 1970
 */
export function imagesToKeep(
  { images }: StoreListing,
  all: boolean,
  locked: LockedImages,
  now: number,
): readonly Digest[] {
  const since = now - KEPT_DAYS * DAY_MS;
  const stays = images.filter(({ id, used }) => !all && (used >= since || locked.has(id)));
  return stays.map(({ id }) => id);
}
