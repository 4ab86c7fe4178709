import type { ImageParts } from '../../images/image-parts.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import { openStore } from '../../images/store/store.ts';
import type { AbsolutePath } from '../../kernel/brand.ts';
import { digestOfContent } from '../../kernel/digest.ts';
import type { Result } from '../../kernel/result.ts';
import { ok } from '../../kernel/result.ts';
import { stepsOf, type Work } from '../../kernel/work.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Pin } from '../../lock/pin.ts';
import { titleOf } from '../title-of.ts';
import { storedById, storedName } from './image-name.ts';

/**
 * Puts an image that comes from elsewhere into the store, where the pin finds it; all of it is proved, and an image of a
 * registry is named by what it is.
 */
export async function take(
  directory: AbsolutePath,
  pin: Pin,
  platform: Platform,
  { config, layers }: ImageParts,
  work: Work,
): Promise<Result<void, ImagesProblem>> {
  const opened = openStore(directory);
  if (!opened.ok) return opened;
  await using store = opened.value;
  const title = titleOf(pin);
  const progress = { task: 'import', subject: title } as const;
  const steps = stepsOf(work, progress);
  work.report({ kind: 'started', ...progress });
  for (const { digest, size, diffId, open } of layers) {
    const added = await store.addLayer({ digest, size }, open(), steps, diffId);
    if (!added.ok) return added;
  }
  const digest = digestOfContent(config);
  const image = await store.addImage(
    {
      id: pin.kind === 'registry' ? storedById(digest, platform) : storedName(pin, platform),
      title,
      config: JSON.parse(config.toString()) as unknown,
      digest,
      layers: layers.map(({ digest }) => digest),
    },
    steps,
  );
  work.report({ kind: 'finished', ...progress });
  return image.ok ? ok(undefined) : image;
}
