import { createReadStream } from 'node:fs';
import type { Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { ImagesProblem } from '../problems.ts';
import type { Called } from './import-archive.ts';
import type { Store } from './store.ts';
import type { StoredImage } from './stored-image.ts';

/** A root file system in one tar file, such as `buildRootfs` makes. */
export interface RootfsFile {
  readonly file: string;
  /** Of the file. */
  readonly digest: Digest;
  readonly bytes: number;
}

/** Makes an image of one layer, with a config that says nothing. @param called what the image is found by, and for people */
export async function importRootfs(
  store: Store,
  { file, digest, bytes }: RootfsFile,
  called: Called,
  work: Work,
): Promise<Result<StoredImage, ImagesProblem>> {
  const steps = named(work, called.title ?? called.id);
  const added = await store.addLayer({ digest, size: bytes }, createReadStream(file), steps);
  if (!added.ok) return added;
  const config = { os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: [digest] } };
  return await store.addImage({ ...called, config, layers: [digest] }, steps);
}

/** The one layer is the image: it is shown by that name, and laying it out goes without words. */
function named({ signal, report }: Work, subject: string): Work {
  return {
    signal,
    report: (event) => {
      if (event.task === 'unpack') report({ ...event, subject });
    },
  };
}
