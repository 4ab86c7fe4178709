import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { privately } from '../../host/privately.ts';
import { shortText, type Digest } from '../../kernel/brand.ts';
import type { Problem } from '../../kernel/problem.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import { interrupted, type ImagesProblem } from '../problems.ts';
import { writeDurably } from './durable-file.ts';
import { LayerFault } from './layer-fault.ts';
import { writeList } from './layer-list.ts';
import { layerDamaged, layerRefused, storeUnwritable } from './problems.ts';
import { publish } from './publish.ts';
import { FILES, layerDir, LIST, type StorePlace } from './store-place.ts';
import { unpackLayer, type UnpackedLayer } from './unpack-layer.ts';
import type { Workplace } from './workplace.ts';

/** A layer as a manifest announces it. */
export interface LayerDescriptor {
  readonly digest: Digest;
  /** In bytes. */
  readonly size: number;
}

export interface AddLayer {
  readonly layer: LayerDescriptor;
  /** The blob; read to its end, or destroyed. */
  readonly blob: Readable;
  /** Of the archive in it, as the image's config announces it. */
  readonly diffId?: Digest | undefined;
}

/** For each entry that was unpacked: for tests, which kill the process there. */
export type OnEntry = (entries: number) => void;

/** Unpacks a layer in the workplace and moves it to its place, where it is whole or not at all. */
export async function addLayer(
  store: StorePlace,
  workplace: Workplace,
  { layer, blob, diffId }: AddLayer,
  work: Work,
  onEntry?: OnEntry,
): Promise<Result<void, ImagesProblem>> {
  const subject = shortText(layer.digest);
  const progress = { task: 'unpack', subject } as const;
  work.report({ kind: 'started', ...progress });
  let made: string | undefined;
  try {
    made = workplace.directory();
    const contents = `${made}/${FILES}`;
    privately(() => mkdirSync(contents));
    const unpacked = await unpackLayer({
      blob,
      announced: layer,
      diffId,
      contents,
      signal: work.signal,
      onBytes: (done) =>
        work.report({ kind: 'advanced', ...progress, done, total: layer.size, unit: 'bytes' }),
      ...(onEntry !== undefined && { onEntry }),
    });
    await finish(made, unpacked);
    publish(made, layerDir(store, layer.digest));
    work.report({ kind: 'finished', ...progress });
    return ok(undefined);
  } catch (error) {
    return err(problemOf(error, { store, subject, work }));
  } finally {
    blob.destroy();
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  }
}

/**
 * After a crash of the machine a name may be there whose content never came to the disk. One `syncfs(2)` for
 * all of a layer's files takes a tenth of a second, where an `fsync` for each would take minutes.
 */
async function finish(made: string, { tree, diffId }: UnpackedLayer): Promise<void> {
  writeDurably(`${made}/${LIST}`, writeList({ tree, diffId }));
  // Where there is no such program, files may be empty after a crash of the machine; `check` finds that.
  await promisify(execFile)('sync', ['--file-system', made]).catch(() => undefined);
}

function problemOf(
  error: unknown,
  context: { readonly store: StorePlace; readonly subject: string; readonly work: Work },
): ImagesProblem {
  const { store, subject, work } = context;
  if (work.signal.aborted) return interrupted(`unpacking \`${subject}\``);
  if (error instanceof LayerFault) {
    return error.kind === 'damaged'
      ? layerDamaged(subject, error.message)
      : layerRefused(subject, error.message);
  }
  const { problem } = error as { readonly problem?: Problem };
  if (problem !== undefined) return problem as ImagesProblem;
  const { syscall, path = store, message } = error as NodeJS.ErrnoException;
  // Reading is the blob's, and what lies elsewhere; all else that the system was asked for is this room's.
  const isOurs = syscall !== undefined && syscall !== 'read' && path.startsWith(store);
  return isOurs ? storeUnwritable(store, error) : layerDamaged(subject, message);
}
