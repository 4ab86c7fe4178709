import { createReadStream } from 'node:fs';
import { cacheDir } from '../../host/directories.ts';
import { buildRootfs } from '../../images/build-rootfs.ts';
import { unpackArchive } from '../../images/bundle/unpack-archive.ts';
import type { GivenImage } from '../../images/image-parts.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import { BlobFailure } from '../../images/registry/open-blob.ts';
import { rootfsConfig } from '../../images/rootfs-config.ts';
import { findImage } from '../../images/store/find-image.ts';
import { partsOf } from '../../images/store/parts-of.ts';
import { archiveUnusable } from '../../images/store/problems.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { Work } from '../../kernel/work.ts';
import type { PackagesPin, Pin, RegistryPin } from '../../lock/pin.ts';
import type { Platform } from '../../kernel/platform.ts';
import { registryClient } from '../ask-registry.ts';
import { asEngineProblem } from '../as-engine-problem.ts';
import type { EngineProblem } from '../engine.ts';
import { orGone } from '../or-gone.ts';
import { unusable } from '../problems.ts';
import { titleOf } from '../title-of.ts';
import { giftOf } from './donated.ts';
import type { Supplies } from './supplies.ts';

type Given = Result<GivenImage, EngineProblem | ImagesProblem>;

/**
 * An image as its parts. The store has layers unpacked and not as archives: they come from another engine of this
 * machine that has the image, else from where the image came from (`docs/decisions/0023-bundles.md`).
 */
export async function give(
  supplies: Supplies,
  pin: Pin,
  platform: Platform,
  work: Work,
): Promise<Given> {
  const donated = await fromDonors(supplies, pin, platform, work);
  if (donated !== undefined) return donated;
  switch (pin.kind) {
    case 'registry': {
      const fetched = await fromRegistry(supplies, pin, platform, work);
      return fetched.ok ? fetched : err(asEngineProblem(fetched.error));
    }
    case 'packages':
      return await builtAgain(supplies, pin, platform, work);
    case 'local':
    case 'dockerfile':
      return err(
        unusable(`\`${titleOf(pin)}\` can only be exported by the engine that has made it`, {
          hint: 'start that engine, and use it: `tackle --engine docker bundle export FILE`',
        }),
      );
    default:
      return unreachable(pin);
  }
}

/** Nothing when none has it, or what it gives cannot be read: then there may be another way to the image. */
async function fromDonors(
  { donors, env }: Supplies,
  pin: Pin,
  platform: Platform,
  work: Work,
): Promise<Given | undefined> {
  const where = { cacheDir: cacheDir(env), env };
  for (const donor of await donors()) {
    const gift = await giftOf(donor, pin, platform, work.signal);
    if (gift === undefined) continue;
    const subject = titleOf(pin);
    const path = `${subject} from ${donor.engine}`;
    const unusable = (why: string) => archiveUnusable(path, why);
    const archive = { path, ...gift, subject, unusable };
    const given = await unpackArchive(archive, where, work, async (files) =>
      partsOf(await findImage(files, { platform, digest: gift.id })),
    );
    if (given.ok || given.error.code !== 'images/archive-unusable') return given;
  }
  return undefined;
}

async function fromRegistry(
  { env, registries }: Supplies,
  pin: RegistryPin,
  platform: Platform,
  work: Work,
): Promise<Given> {
  const client = registryClient(env, registries);
  const image = await client.manifestFor(pin, pin.digest, platform, work);
  if (!image.ok) return err(orGone(image.error, pin));
  const { configText, layers } = image.value;
  return ok({
    config: Buffer.from(configText),
    layers: layers.map((layer) => ({
      ...layer,
      open: () => {
        const opened = client.openBlob(pin, layer, work);
        if (opened.ok) return opened.value;
        throw new BlobFailure(opened.error);
      },
    })),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

async function builtAgain(
  { env }: Supplies,
  pin: PackagesPin,
  platform: Platform,
  work: Work,
): Promise<Result<GivenImage, ImagesProblem>> {
  const built = await buildRootfs(pin, platform, { cacheDir: cacheDir(env), env }, work);
  if (!built.ok) return built;
  const { file, digest, bytes } = built.value;
  return ok({
    config: rootfsConfig(digest, platform),
    layers: [
      {
        digest,
        diffId: digest,
        size: bytes,
        compression: 'none',
        open: () => createReadStream(file),
      },
    ],
    [Symbol.asyncDispose]: () => built.value[Symbol.asyncDispose](),
  });
}
