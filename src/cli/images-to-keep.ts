import type { Digest } from '../kernel/brand.ts';
import type { StoreListing } from '../images/store/list-store.ts';

/** In days: what was used since stays. */
const KEPT_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The images that stay, unless `all` are to go. @param now in milliseconds since 1970 */
export function imagesToKeep(
  { images }: StoreListing,
  all: boolean,
  now: number,
): readonly Digest[] {
  const since = now - KEPT_DAYS * DAY_MS;
  return images.filter(({ used }) => !all && used >= since).map(({ id }) => id);
}
