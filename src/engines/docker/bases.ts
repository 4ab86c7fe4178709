import { askedAt } from '../../catalog/asked-at.ts';
import { printReference, type ImageReference } from '../../catalog/reference.ts';
import { readBases } from '../../images/dockerfile/dockerfile-bases.ts';
import { replaceWords, type Replacement } from '../../images/dockerfile/replace-words.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import { orGone } from '../../images/registry/problems.ts';
import type { DockerfilePin, RegistryPin } from '../../lock/pin.ts';
import { registryPin } from '../../lock/registry-pin.ts';
import { imageName } from '../../plan/image-name.ts';
import type { EngineProblem } from '../engine.ts';
import { asEngineProblem } from '../as-engine-problem.ts';
import { baseNotLocked, failed } from '../problems.ts';
import type { DockerContext } from './docker-context.ts';
import { findByName } from './find-image.ts';
import { pull } from './pull.ts';
import { registryAuth, type Login } from './registry-auth.ts';
import { resolve } from './resolve.ts';

/** How a Dockerfile is sent to the builder. */
export interface SentDockerfile {
  readonly sent: Buffer;
  /** As it is written. */
  readonly own: Buffer;
  /** By registry, as the API names it: for the images that the builder fetches by itself. */
  readonly logins: Readonly<Record<string, Login>>;
}

type Failing = EngineProblem | ImagesProblem;

/**
 * The Dockerfile with each image that is locked, or is asked for elsewhere, named by its digest; these are present when
 * it returns. The other words stay, and what they mean is the builder's to find out.
 */
export async function fixBases(
  context: DockerContext,
  pin: DockerfilePin,
  platform: Platform,
  work: Work,
): Promise<Result<SentDockerfile, Failing>> {
  const read = await readBases(pin.source, platform);
  if (!read.ok) return read;
  const { text, words } = read.value;
  const logins: Record<string, Login> = {};
  const fixed: Replacement[] = [];
  for (const { at, reference } of words) {
    if (!reference.ok) {
      if (pin.bases === undefined) continue;
      return reference;
    }
    const by = await nameOfBase(context, reference.value, pin, platform, work);
    if (!by.ok) return by;
    if (by.value !== undefined) {
      fixed.push({ at, by: by.value });
      continue;
    }
    const { registry } = reference.value;
    const { authconfig } = await registryAuth(registry, context.env, work.signal);
    if (authconfig !== undefined) logins[authconfig.serveraddress] = authconfig;
  }
  const sent = Buffer.from(replaceWords(text, fixed), 'latin1');
  const own = Buffer.from(text, 'latin1');
  return ok({ sent, own, logins });
}

/** Nothing for a base that the builder is to find by the word that is written. */
async function nameOfBase(
  context: DockerContext,
  reference: ImageReference,
  { bases, source }: DockerfilePin,
  platform: Platform,
  work: Work,
): Promise<Result<string | undefined, Failing>> {
  const name = printReference(reference);
  const locked = bases !== undefined && Object.hasOwn(bases, name) ? bases[name] : undefined;
  if (bases !== undefined && locked === undefined && reference.digest === undefined) {
    return err(baseNotLocked(source.dockerfile, name));
  }
  const [{ rule }] = askedAt(reference, context.registries);
  if (locked === undefined && rule === undefined) return ok(undefined);
  const digest = locked ?? reference.digest;
  const pin = digest ? ok(registryPin(reference, digest)) : await resolve(context, reference, work);
  if (!pin.ok) return pin;
  // Made on this machine: the word that is written is its only name.
  if (pin.value.kind !== 'registry') return ok(undefined);
  const present = await presentByName(context, pin.value, platform, work);
  if (present.ok || locked === undefined) return present;
  const wanted = { registry: reference.registry, image: name };
  return err(asEngineProblem(orGone(present.error, locked, wanted)));
}

async function presentByName(
  context: DockerContext,
  pin: RegistryPin,
  platform: Platform,
  work: Work,
): Promise<Result<string, Failing>> {
  const names = askedAt(pin, context.registries).map(({ reference: { registry, repository } }) =>
    imageName({ ...pin, registry, repository }),
  );
  const present = await findByName(context, [...names, imageName(pin)]);
  if (!present.ok) return present;
  if (present.value !== undefined) return ok(present.value);
  const pulled = await pull(context, pin, platform, work);
  if (!pulled.ok) return pulled;
  const found = await findByName(context, names);
  if (!found.ok) return found;
  if (found.value !== undefined) return ok(found.value);
  return err(
    failed(`find \`${imageName(pin)}\``, ['it was pulled a moment ago and is gone again']),
  );
}
