import type { Readable } from 'node:stream';
import type { ImageReference } from '../../catalog/reference.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import { importArchive } from '../../images/store/import-archive.ts';
import type { FoundImage } from '../../images/store/found-image.ts';
import { archiveUnusable } from '../../images/store/problems.ts';
import type { Store } from '../../images/store/store.ts';
import type { Digest } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { Pin } from '../../lock/pin.ts';
import { registryPin } from '../../lock/registry-pin.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Donor, Donors, Gift } from '../donor.ts';
import type { Environment } from '../finding.ts';
import { inTime } from '../in-time.ts';
import { differenceOf, idsOf } from '../locked-image.ts';
import { rememberTag } from '../known-tags.ts';
import { titleOf } from '../title-of.ts';
import { storedById } from './image-name.ts';
import { nameImage } from './names.ts';

/** In milliseconds: an engine on this machine says at once whether it has an image, or is of no use. */
const PATIENCE = 3_000;

/**
 * What a tag means to the first engine of this machine that has an image of that name. It is remembered: what a registry
 * explains, as if that had been asked; the rest for when that engine does not answer any more.
 */
export async function findAtDonors(
  donors: Donors,
  reference: ImageReference,
  env: Environment,
  { signal }: Work,
): Promise<Pin | undefined> {
  for (const donor of await donors()) {
    if (signal.aborted) return undefined;
    const pin = await inTime(PATIENCE, undefined, (late) =>
      donor.find(reference, AbortSignal.any([signal, late])).catch(nothing),
    );
    if (pin === undefined) continue;
    if (pin.kind === 'registry') await rememberTag(reference, pin.digest, env);
    else await nameImage(reference, { pin, by: 'donor' }, env).catch(nothing);
    return pin;
  }
  return undefined;
}

/** What is made for the store. */
interface Wanted {
  readonly id: Digest;
  readonly platform: Platform;
  readonly donors: Donors;
}

/**
 * Takes the image over from the first engine of this machine that has it: whether there was one. What goes wrong with
 * the giving is not the end where there is another way to the image; what goes wrong here is.
 */
export async function takeFromDonors(
  store: Store,
  wanted: Wanted,
  pin: Pin,
  work: Work,
): Promise<Result<boolean, ImagesProblem>> {
  let last: Result<boolean, ImagesProblem> = ok(false);
  for (const donor of await wanted.donors()) {
    const taken = await takeFrom(donor, store, wanted, pin, work);
    if (taken.ok && taken.value) return taken;
    if (!taken.ok && (work.signal.aborted || OURS.includes(taken.error.code))) return taken;
    if (!taken.ok) last = taken;
  }
  return pin.kind === 'registry' || pin.kind === 'packages' ? ok(false) : last;
}

const OURS: readonly ImagesProblem['code'][] = [
  'images/no-space',
  'images/cannot-write',
  'images/store-damaged',
];

async function takeFrom(
  donor: Donor,
  store: Store,
  { id, platform }: Wanted,
  pin: Pin,
  work: Work,
): Promise<Result<boolean, ImagesProblem>> {
  const named = await giftOf(donor, byNameAlone(pin), platform, work.signal);
  const mayAskById = named === undefined && idsOf(pin).length > 0;
  const gift = mayAskById ? await giftOf(donor, pin, platform, work.signal) : named;
  if (gift === undefined) return ok(false);
  const title = titleOf(pin);
  const source = { ...gift, path: `${title} from ${donor.engine}` };
  const called = (found: FoundImage) => {
    const layers = found.layers.map(({ diffId }) => diffId);
    const config = found.digests.at(-1) ?? found.id;
    const differs = differenceOf(pin, { id: config, layers });
    if (differs === undefined) return ok({ id: named ? id : storedById(config, platform), title });
    return err(
      archiveUnusable(source.path, `it is \`${differs.here}\`, not \`${differs.locked}\``),
    );
  };
  const taken = await importArchive(store, source, { platform, digest: gift.id, called }, work);
  return taken.ok ? ok(true) : err(taken.error);
}

/** Without what a lock says of it: whoever has it then has it from its registry. */
function byNameAlone(pin: Pin): Pin {
  return pin.kind === 'registry' ? registryPin(pin, pin.digest) : pin;
}

/** A gift that is coming. */
interface OpenedGift extends Pick<Gift, 'id' | 'size'> {
  readonly stream: Readable;
}

/** The image of the pin as the engine gives it; nothing when it does not. */
export async function giftOf(
  { give }: Donor,
  pin: Pin,
  platform: Platform,
  signal: AbortSignal,
): Promise<OpenedGift | undefined> {
  const gift = await inTime(PATIENCE, undefined, (late) =>
    give(pin, platform, AbortSignal.any([signal, late])).catch(nothing),
  );
  const stream = gift && (await opened(gift, signal));
  return gift && stream && { id: gift.id, size: gift.size, stream };
}

/** Nothing when it cannot be had, or the caller gives up: a daemon may gather an image for minutes before it answers. */
async function opened({ archive }: Gift, signal: AbortSignal): Promise<Readable | undefined> {
  const opening = archive().catch(nothing);
  const givenUp = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
    if (signal.aborted) resolve(undefined);
  });
  const stream = await Promise.race([opening, givenUp]);
  if (!signal.aborted) return stream;
  void opening.then((late) => late?.destroy());
  return undefined;
}

function nothing(): undefined {
  return undefined;
}
