import { setImmediate } from 'node:timers/promises';
import type { ImageReference } from '../../catalog/reference.ts';
import { printReference } from '../../catalog/reference.ts';
import type { GivenImage } from '../../images/image-parts.ts';
import type { Digest } from '../../kernel/brand.ts';
import { digestOfContent } from '../../kernel/digest.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { imageName } from '../../plan/image-name.ts';
import type { Work } from '../../kernel/work.ts';
import type { Pin } from '../../lock/pin.ts';
import { registryPin } from '../../lock/registry-pin.ts';
import type { Engine, EngineProblem, ImageId } from '../engine.ts';
import { imageNotFound, interrupted, registryDenied, registryUnreachable } from '../problems.ts';
import { launchProgram } from './launch.ts';
import type { MemoryProgram, NotExecutable } from './program.ts';

export interface MemoryWorld {
  /** What `argv[0]` names; every image holds the same programs. */
  readonly programs: Readonly<Record<string, MemoryProgram | NotExecutable>>;
  /** References as `printReference` writes them → their digests. When absent, every image exists. */
  readonly images?: Readonly<Record<string, Digest>>;
  /** Registries that do not answer. */
  readonly silentRegistries?: readonly string[];
  /** Registries that let nobody in. */
  readonly closedRegistries?: readonly string[];
}

/**
 * An engine without a kernel: its programs are functions of this process. It is for tests of what
 * stands on an engine; what it cannot show of a real one is said in its run of the contract.
 */
export function openMemoryEngine(world: MemoryWorld): Engine {
  const taken = new Map<string, ImageId>();
  const find = async (pin: Pin, work: Work) => {
    const image = taken.get(imageName(pin));
    return image === undefined ? await ensure(world, pin, work) : ok(image);
  };
  return {
    name: 'memory',
    passesDescriptors: false,
    resolve: (reference, work) => resolve(world, reference, work),
    build: async (_pin, _platform, { signal }) => {
      await setImmediate();
      return signal.aborted ? err(interrupted('building')) : ok(undefined);
    },
    ensure: (pin, _platform, work) => find(pin, work),
    give: async (pin, _platform, work) => {
      const image = await find(pin, work);
      return image.ok ? ok(given(image.value)) : image;
    },
    take: (pin, _platform, { config }) => {
      taken.set(imageName(pin), config.toString() as ImageId);
      return Promise.resolve(ok(undefined));
    },
    launch: (plan, _image, { size = { rows: 24, columns: 80 } }) => {
      const name = plan.argv[0];
      const program = Object.hasOwn(world.programs, name) ? world.programs[name] : undefined;
      return Promise.resolve(ok(launchProgram(program, plan, size)));
    },
  };
}

/** An image here is its name and nothing else. */
function given(image: ImageId): GivenImage {
  const config = Buffer.from(image);
  return { config, layers: [], [Symbol.asyncDispose]: () => Promise.resolve() };
}

async function resolve(
  world: MemoryWorld,
  reference: ImageReference,
  work: Work,
): Promise<Result<Pin, EngineProblem>> {
  const name = printReference(reference);
  await setImmediate();
  if (work.signal.aborted) return err(interrupted(`looking for \`${name}\``));
  const refused = refusal(world, reference);
  if (refused !== undefined) return err(refused);
  const digest = reference.digest ?? digestFor(world, name);
  if (digest === undefined) return err(imageNotFound(reference));
  return ok(registryPin(reference, digest));
}

async function ensure(
  world: MemoryWorld,
  pin: Pin,
  work: Work,
): Promise<Result<ImageId, EngineProblem>> {
  await setImmediate();
  switch (pin.kind) {
    case 'registry': {
      const { registry, repository, digest } = pin;
      const reference = { registry, repository, digest };
      if (work.signal.aborted) return err(interrupted(`pulling \`${printReference(reference)}\``));
      const refused = refusal(world, reference);
      if (refused !== undefined) return err(refused);
      const present = world.images === undefined || Object.values(world.images).includes(digest);
      return present ? ok(digest as string as ImageId) : err(imageNotFound(reference));
    }
    case 'local':
      return ok(pin.id as string as ImageId);
    case 'packages':
    case 'dockerfile':
      return ok(pin.key as string as ImageId);
    default:
      return unreachable(pin);
  }
}

function refusal(world: MemoryWorld, reference: ImageReference): EngineProblem | undefined {
  const { registry } = reference;
  if (world.silentRegistries?.includes(registry)) return registryUnreachable(reference);
  if (world.closedRegistries?.includes(registry)) return registryDenied(reference);
  return undefined;
}

/** Where every image exists, its digest is that of its name. */
function digestFor(world: MemoryWorld, name: string): Digest | undefined {
  if (world.images !== undefined) return world.images[name];
  return digestOfContent(name);
}
