import type { Engine, EngineProblem } from '../engines/engine.ts';
import { differenceIn } from '../engines/locked-image.ts';
import { cacheDir } from '../host/directories.ts';
import { bundleDiffers, bundleLacks, bundleUnusable } from '../images/bundle/problems.ts';
import { readBundle } from '../images/bundle/read-bundle.ts';
import type { ImageParts } from '../images/image-parts.ts';
import type { ImagesProblem } from '../images/problems.ts';
import { notSigned } from '../images/registry/signature-problems.ts';
import type { ArchiveSource } from '../images/store/archive-files.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { bundledParts } from './bundled-parts.ts';
import type { LockedToolbox } from './locked-toolboxes.ts';

/** What is to be imported, and where to. */
export interface ImportRequest {
  readonly toolboxes: readonly LockedToolbox[];
  readonly engine: Engine;
  readonly platform: Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Whether somebody has named them, and so wants all of them. */
  readonly named: boolean;
}

/** By what they are asked for. */
export interface Imported {
  readonly imported: readonly string[];
  /** The project has them, and the bundle has not. */
  readonly missing: readonly string[];
  /** They have to be signed, and signatures are asked of registries. */
  readonly unsigned: readonly string[];
}

type Problems = readonly (EngineProblem | ImagesProblem)[];

/** Gives the engine the images of locked toolboxes out of a bundle: none if one of them is not what is locked. */
export async function importBundle(
  request: ImportRequest,
  source: ArchiveSource,
  work: Work,
): Promise<Result<Imported, Problems>> {
  const { engine, platform, env, named } = request;
  const toSign = request.toolboxes.flatMap(mustBeSigned);
  if (named && toSign.length > 0) return err(toSign.map(({ problem }) => problem));
  const unsigned = toSign.map(({ asked }) => asked);
  const toolboxes = request.toolboxes.filter(({ asked }) => !unsigned.includes(asked));
  const where = { cacheDir: cacheDir(env), env };
  const read = await readBundle(source, platform, where, work);
  if (!read.ok) return err([read.error]);
  await using bundle = read.value;
  const missing = toolboxes.map(({ asked }) => asked).filter((asked) => !bundle.images.has(asked));
  if (named && missing.length > 0) return err([bundleLacks(source.path, missing)]);
  const chosen = choose(toolboxes, bundle.images, source.path);
  if (!chosen.ok) return chosen;
  for (const { pin, parts } of chosen.value) {
    const taken = await engine.take(pin, platform, bundledParts(pin, platform, parts), work);
    if (!taken.ok) return err([taken.error]);
  }
  const imported = chosen.value.map(({ asked }) => asked);
  return ok({ imported, missing, unsigned });
}

function mustBeSigned({ asked, pin }: LockedToolbox) {
  if (pin.kind !== 'registry' || pin.signedBy === undefined) return [];
  const { place } = pin.signedBy;
  return [{ asked, problem: notSigned(asked, 'a bundle has no signatures', place) }];
}

interface Chosen extends LockedToolbox {
  readonly parts: ImageParts;
}

function choose(
  toolboxes: readonly LockedToolbox[],
  images: ReadonlyMap<string, ImageParts>,
  file: string,
): Result<readonly Chosen[], Problems> {
  const chosen = toolboxes.flatMap((toolbox) => {
    const parts = images.get(toolbox.asked);
    return parts === undefined ? [] : [{ ...toolbox, parts }];
  });
  if (chosen.length === 0) {
    const held = [...images.keys()].map((name) => `\`${name}\``).join(', ');
    return err([
      bundleUnusable(file, `it holds ${held === '' ? 'nothing for this machine' : held}`),
    ]);
  }
  const problems = chosen.flatMap(({ asked, pin, parts }) => {
    const differs = differenceIn(pin, parts);
    return differs === undefined ? [] : [bundleDiffers(asked, file, differs)];
  });
  return problems.length === 0 ? ok(chosen) : err(problems);
}
