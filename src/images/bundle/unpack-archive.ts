import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { BuildPlace } from '../build-place.ts';
import { cannotWrite, interrupted, type ImagesProblem } from '../problems.ts';
import { makeScratch, type Scratch } from '../scratch.ts';
import { archiveFiles, type ArchiveFiles, type ArchiveSource } from '../store/archive-files.ts';
import { LayerFault } from '../store/layer-fault.ts';

/** What somebody made of an archive, as long as its files are there. */
export type Unpacked<T> = T & AsyncDisposable;

/** An archive, and how it is called when something is wrong with it. */
export interface NamedArchive extends ArchiveSource {
  readonly subject: string;
  readonly unusable: (why: string) => ImagesProblem;
}

/**
 * Unpacks an archive of images into a directory of its own, with all the checks of `unpackLayer`, and looks into it.
 * The files are gone when what was found is disposed of; after every other outcome at once.
 *
 * @param look may throw a `LayerFault`
 */
export async function unpackArchive<T extends object>(
  archive: NamedArchive,
  where: BuildPlace,
  work: Work,
  look: (files: ArchiveFiles) => Promise<T>,
): Promise<Result<Unpacked<T>, ImagesProblem>> {
  let scratch: Scratch;
  try {
    scratch = await makeScratch(where);
  } catch (error) {
    archive.stream?.destroy();
    return err(cannotWrite(where.cacheDir, error));
  }
  const dispose = () => scratch[Symbol.asyncDispose]();
  const { directory } = scratch;
  const progress = { task: 'unpack', subject: archive.subject } as const;
  work.report({ kind: 'started', ...progress });
  try {
    const found = await look(await filesOf(archive, directory, work));
    return ok({ ...found, [Symbol.asyncDispose]: dispose });
  } catch (error) {
    await dispose();
    return err(problemOf(error, archive, directory, work));
  } finally {
    archive.stream?.destroy();
    work.report({ kind: 'finished', ...progress });
  }
}

function filesOf(
  archive: NamedArchive,
  directory: string,
  { signal, report }: Work,
): Promise<ArchiveFiles> {
  const { subject } = archive;
  return archiveFiles(archive, { directory: () => directory }, signal, (done, total) => {
    const amount = { done, unit: 'bytes', ...(total !== undefined && { total }) } as const;
    report({ kind: 'advanced', task: 'unpack', subject, ...amount });
  });
}

function problemOf(
  error: unknown,
  { subject, unusable }: NamedArchive,
  directory: string,
  { signal }: Work,
): ImagesProblem {
  if (signal.aborted) return interrupted(`unpacking \`${subject}\``);
  if (error instanceof LayerFault) return unusable(error.message);
  const { code, syscall, path, message } = error as NodeJS.ErrnoException;
  const isOurs = path?.startsWith(`${directory}/`) === true || syscall === 'write';
  if (isOurs || code === 'ENOSPC') return cannotWrite(directory, error);
  return unusable(message);
}
