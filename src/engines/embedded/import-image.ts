import type { ImageReference } from '../../catalog/reference.ts';
import { parseReference, printByTag } from '../../catalog/reference.ts';
import { imageStore } from '../../host/directories.ts';
import { platformHere } from '../../host/platform.ts';
import type { HostProblem } from '../../host/problems.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import type { ArchiveSource } from '../../images/store/archive-files.ts';
import type { FoundImage } from '../../images/store/found-image.ts';
import { importArchive } from '../../images/store/import-archive.ts';
import { archiveNameless, storeUnwritable } from '../../images/store/problems.ts';
import { openStore } from '../../images/store/store.ts';
import type { AbsolutePath } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import { registryPin } from '../../lock/registry-pin.ts';
import type { Environment } from '../finding.ts';
import { storedName } from './image-name.ts';
import { nameImage, type Named } from './names.ts';

/**
 * Takes an image for this machine out of an archive into the store, where its names lead to it from then on.
 *
 * @param name a reference: which one, where the archive has several, and what to call it; else it is called as the archive says
 * @returns those names
 */
export async function importImage(
  source: ArchiveSource,
  name: string | undefined,
  env: Environment,
  work: Work,
): Promise<Result<readonly ImageReference[], HostProblem | ImagesProblem>> {
  const platform = platformHere();
  if (!platform.ok) return platform;
  const directory = imageStore(env);
  const opened = openStore(directory as AbsolutePath);
  if (!opened.ok) return opened;
  await using store = opened.value;

  let names: readonly ImageReference[] = [];
  let pin: Named['pin'] | undefined;
  const called = (found: FoundImage) => {
    names = (name === undefined ? found.names : [name]).flatMap((one) => parseReference(one) ?? []);
    const [first] = names;
    if (first === undefined) return err(archiveNameless(source.path));
    pin = pinOf(found, first);
    return ok({ id: storedName(pin, platform.value), title: printByTag(first) });
  };
  const wanted = { platform: platform.value, called, ...(name !== undefined && { name }) };
  const imported = await importArchive(store, source, wanted, work);
  if (!imported.ok) return imported;
  try {
    for (const reference of names) if (pin) await nameImage(reference, { pin, by: 'import' }, env);
  } catch (error) {
    return err(storeUnwritable(directory, error));
  }
  return ok(names);
}

/** What has a manifest may be what a pin of its registry means; else it is known here alone. */
function pinOf({ id, digests }: FoundImage, reference: ImageReference): Named['pin'] {
  const [top = id, ...below] = digests;
  if (below.length > 0) return registryPin(reference, top);
  return { kind: 'local', name: printByTag(reference), id };
}
