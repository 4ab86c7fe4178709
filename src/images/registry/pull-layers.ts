import type { Readable } from 'node:stream';
import type { Problem } from '../../kernel/problem.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { ImagesProblem } from '../problems.ts';
import { abortWith } from './abort-with.ts';
import type { Errand } from './attempt.ts';
import { givenUp } from './attempt.ts';
import type { Endpoint } from './endpoints.ts';
import type { Descriptor } from './manifest.ts';
import { BlobFailure, type Passed } from './open-blob.ts';

/** Layers on their way at a time; what the docker daemon has as its default too. */
const AT_A_TIME = 3;

/**
 * Does something with a layer's bytes as they come. They are the layer's only when they have come to their end
 * without an error: what was made of them before has to be undone otherwise. The signal says that all is given up.
 */
export type TakeLayer<L extends Descriptor, P> = (
  layer: L,
  bytes: Readable,
  signal: AbortSignal,
) => Promise<Result<void, P>>;

/** Opens a layer's bytes, without asking those mirrors. */
export type OpenLayer<L extends Descriptor> = (
  layer: L,
  errand: Errand,
  passed: Passed,
  without: ReadonlySet<Endpoint>,
) => Readable;

/**
 * Fetches layers, three at a time, each digest once, in the order of the manifest. The first that cannot be fetched
 * or taken ends all of it; when this returns, none is under way.
 * @param here how many of the image's layers are here already; they are counted among those that are done
 */
export async function pullLayers<L extends Descriptor, P extends Problem>(
  layers: readonly L[],
  open: OpenLayer<L>,
  take: TakeLayer<L, P>,
  errand: Errand,
  here = 0,
): Promise<Result<void, P | ImagesProblem>> {
  const { wanted, work } = errand;
  const waiting = [...new Map(layers.map((layer) => [layer.digest, layer])).values()];
  const total = waiting.reduce((sum, { size }) => sum + size, 0);
  const { controller: stop, release } = abortWith(work.signal);
  const { signal } = stop;
  const own: Errand = { ...errand, work: { ...work, signal } };
  const all = here + waiting.length;
  let [fetched, taken] = [0, here];
  const tell = () => {
    const amount = { done: fetched, total, unit: 'bytes' } as const;
    const layers = { done: taken, total: all };
    work.report({ kind: 'advanced', task: 'pull', subject: wanted.image, ...amount, layers });
  };
  const passed = (bytes: number) => {
    fetched += bytes;
    tell();
  };

  let first: Result<void, P | ImagesProblem> = ok(undefined);
  const fetchOn = async (): Promise<void> => {
    for (let layer = waiting.shift(); layer !== undefined; layer = waiting.shift()) {
      if (signal.aborted) return;
      const came = await takeOne(
        layer,
        (hears, not) => open(layer, own, hears, not),
        take,
        passed,
        signal,
      );
      if (came.ok) {
        taken += 1;
        tell();
      } else if (first.ok) {
        first = came;
        stop.abort();
      }
    }
  };
  if (waiting.length > 0) tell();
  try {
    await allSettled(Array.from({ length: AT_A_TIME }, fetchOn), () => stop.abort());
  } finally {
    release();
    stop.abort();
  }
  return work.signal.aborted ? err(givenUp(wanted)) : first;
}

/** What tells that bytes are not those of the layer: when all have come, or as soon as nobody can make sense of them. */
const ABOUT_BYTES: readonly string[] = [
  'images/image-damaged',
  'images/layer-damaged',
  'images/layer-refused',
];

/** Takes a layer; where a mirror has spoilt it, from the beginning again, without that mirror. */
async function takeOne<L extends Descriptor, P extends Problem>(
  layer: L,
  open: (passed: Passed, without: ReadonlySet<Endpoint>) => Readable,
  take: TakeLayer<L, P>,
  passed: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Result<void, P | ImagesProblem>> {
  const without = new Set<Endpoint>();
  for (;;) {
    let came = 0;
    const mirrors = new Set<Endpoint>();
    const hears: Passed = (bytes, mirror) => {
      came += bytes;
      if (mirror !== undefined) mirrors.add(mirror);
      passed(bytes);
    };
    const taken = await takeOnce(layer, open(hears, without), take, signal);
    if (taken.ok || signal.aborted || mirrors.size === 0) return taken;
    if (!ABOUT_BYTES.includes(taken.error.code)) return taken;
    for (const mirror of mirrors) without.add(mirror);
    passed(-came);
  }
}

/** What is wrong with the bytes is the reason for all that goes wrong with whoever reads them. */
async function takeOnce<L extends Descriptor, P extends Problem>(
  layer: L,
  bytes: Readable,
  take: TakeLayer<L, P>,
  signal: AbortSignal,
): Promise<Result<void, P | ImagesProblem>> {
  try {
    const taken = await take(layer, bytes, signal);
    return bytes.errored instanceof BlobFailure ? err(bytes.errored.problem) : taken;
  } catch (error) {
    if (bytes.errored instanceof BlobFailure) return err(bytes.errored.problem);
    throw error;
  } finally {
    bytes.destroy();
  }
}

/** Like `Promise.all`, but nothing is under way any more when it rejects. */
async function allSettled(
  promises: readonly Promise<void>[],
  onFirstError: () => void,
): Promise<void> {
  const watched = promises.map(async (promise) => {
    try {
      await promise;
    } catch (error) {
      onFirstError();
      throw error;
    }
  });
  for (const settled of await Promise.allSettled(watched)) {
    if (settled.status === 'rejected') throw settled.reason;
  }
}
