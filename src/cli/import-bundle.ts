import type { Engine, EngineProblem } from '../engines/engine.ts';
import { differenceIn } from '../engines/locked-image.ts';
import { cacheDir } from '../host/directories.ts';
import { bundleDiffers, bundleUnusable } from '../images/bundle/problems.ts';
import { readBundle } from '../images/bundle/read-bundle.ts';
import type { ImageParts } from '../images/image-parts.ts';
import type { ImagesProblem } from '../images/problems.ts';
import type { ArchiveSource } from '../images/store/archive-files.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { LockedToolbox } from './locked-toolboxes.ts';

/** What is to be imported, and where to. */
export interface ImportRequest {
  readonly toolboxes: readonly LockedToolbox[];
  readonly engine: Engine;
  readonly platform: Platform;
  readonly env: NodeJS.ProcessEnv;
}

/** By what they are asked for. */
export interface Imported {
  readonly imported: readonly string[];
  /** The project has them, and the bundle has not. */
  readonly missing: readonly string[];
}

type Problems = readonly (EngineProblem | ImagesProblem)[];

/** Gives the engine the images of locked toolboxes out of a bundle: none if one of them is not what is locked. */
export async function importBundle(
  request: ImportRequest,
  source: ArchiveSource,
  work: Work,
): Promise<Result<Imported, Problems>> {
  const { toolboxes, engine, platform, env } = request;
  const where = { cacheDir: cacheDir(env), env };
  const read = await readBundle(source, platform, where, work);
  if (!read.ok) return err([read.error]);
  await using bundle = read.value;
  const chosen = choose(toolboxes, bundle.images, source.path);
  if (!chosen.ok) return chosen;
  for (const { pin, parts } of chosen.value) {
    const taken = await engine.take(pin, platform, parts, work);
    if (!taken.ok) return err([taken.error]);
  }
  const imported = chosen.value.map(({ asked }) => asked);
  const missing = toolboxes.map(({ asked }) => asked).filter((asked) => !imported.includes(asked));
  return ok({ imported, missing });
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
