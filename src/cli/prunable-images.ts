import { imageStore } from '../host/directories.ts';
import { bytesTogether, listStore } from '../images/store/list-store.ts';
import { openStore } from '../images/store/store.ts';
import { wouldGo } from '../images/store/would-go.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import { imagesToKeep } from './images-to-keep.ts';
import { lockedImages, type LockedImages } from './locked-images.ts';
import { NOTHING, type Prunable } from './prunable.ts';

/**
 * Unpacked images that no tool runs in: those unused for long that are in no lock, or all. They share layers, and so go
 * together.
 */
export async function prunableImages(all: boolean, context: Context): Promise<Prunable> {
  const { env } = context;
  const directory = imageStore(env) as AbsolutePath;
  const listed = listStore(directory);
  if (!listed.ok) return { ...NOTHING, problems: [listed.error] };
  const listing = listed.value;
  const locked = await lockedImages(context);
  const keep = imagesToKeep(listing, all, locked, Date.now());
  const { images, layers } = wouldGo(directory, listing, keep);
  if (images.length === 0 && layers.length === 0) return NOTHING;
  const titles = listing.images.flatMap(({ id, title }) =>
    images.includes(id) ? [`${title ?? id}${lockedIn(locked.get(id))}`] : [],
  );
  const what = titles.length === 0 ? 'layers that no image has' : titles.join(', ');
  const row = { kind: 'images', what, bytes: bytesTogether(layers, listing) } as const;
  return { ...NOTHING, parts: [{ row, remove: () => prune(directory, all, locked, env) }] };
}

function lockedIn(root: string | undefined): string {
  return root === undefined ? '' : ` (locked in ${root})`;
}

async function prune(
  directory: AbsolutePath,
  all: boolean,
  locked: LockedImages,
  env: Context['env'],
): Promise<readonly AnyProblem[]> {
  const opened = openStore(directory);
  if (!opened.ok) return [opened.error];
  await using store = opened.value;
  // What has been used since it was shown stays.
  const listed = listStore(directory);
  if (!listed.ok) return [listed.error];
  const pruned = await store.prune(imagesToKeep(listed.value, all, locked, Date.now()));
  if (!pruned.ok) return [pruned.error];
  const { forgetNames } = await import('../engines/embedded/names.ts');
  await forgetNames(env);
  return [];
}
