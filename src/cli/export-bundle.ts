import type { Writable } from 'node:stream';
import { printByTag } from '../catalog/reference.ts';
import type { Engine, EngineProblem } from '../engines/engine.ts';
import { differenceIn } from '../engines/locked-image.ts';
import { throughDraft } from '../images/bundle/draft-file.ts';
import { bundleDiffers, bundleNotWritten } from '../images/bundle/problems.ts';
import { writeBundle, type BundleWriter } from '../images/bundle/write-bundle.ts';
import { interrupted, type ImagesProblem } from '../images/problems.ts';
import { LayerFault } from '../images/store/layer-fault.ts';
import { layerDamaged } from '../images/store/problems.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { imageName } from '../plan/image-name.ts';
import { bundledParts } from './bundled-parts.ts';
import type { LockedToolbox } from './locked-toolboxes.ts';

type Exported = Result<void, EngineProblem | ImagesProblem>;

/** What is to be exported, and from where. */
export interface ExportRequest {
  readonly toolboxes: readonly LockedToolbox[];
  readonly engine: Engine;
  readonly platform: Platform;
}

/** Writes the images of locked toolboxes into one file, or on stdout (`-`); what the engine lacks it gets first. */
export async function exportBundle(
  request: ExportRequest,
  file: string,
  work: Work,
): Promise<Exported> {
  const write = (sink: Writable) => writeAll(request, file, sink, work);
  return file === '-' ? await write(process.stdout) : await throughDraft(file, write);
}

async function writeAll(
  request: ExportRequest,
  file: string,
  sink: Writable,
  work: Work,
): Promise<Exported> {
  const writer = await writeBundle(sink, work.signal);
  for (const toolbox of request.toolboxes) {
    const added = await addTo(writer, toolbox, request, file, work);
    if (!added.ok) return added;
  }
  return await attempt(() => writer.finish(), file, work);
}

async function addTo(
  writer: BundleWriter,
  { asked, pin }: LockedToolbox,
  { engine, platform }: ExportRequest,
  file: string,
  work: Work,
): Promise<Exported> {
  const progress = { task: 'export', subject: asked } as const;
  work.report({ kind: 'started', ...progress });
  const given = await engine.give(pin, platform, work);
  if (!given.ok) return given;
  await using image = given.value;
  const differs = differenceIn(pin, image);
  if (differs !== undefined) return err(bundleDiffers(asked, engine.name, differs));
  const parts = bundledParts(pin, platform, image);
  const name = imageName(pin);
  const tag = pin.kind === 'registry' ? printByTag(pin) : name;
  const bundled = { toolbox: asked, name, platform, parts, ...(!tag.includes('@') && { tag }) };
  const added = await attempt(() => writer.add(bundled, work), file, work);
  work.report({ kind: 'finished', ...progress });
  return added;
}

/** What parts and streams fail with as what it means. */
async function attempt(
  write: () => Promise<void>,
  file: string,
  { signal }: Work,
): Promise<Exported> {
  try {
    await write();
    return ok(undefined);
  } catch (error) {
    if (signal.aborted) return err(interrupted(`exporting to \`${file}\``));
    const { problem } = error as { readonly problem?: ImagesProblem };
    if (problem !== undefined) return err(problem);
    if (error instanceof LayerFault) return err(layerDamaged(file, error.message));
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return err(bundleNotWritten(file === '-' ? 'stdout' : file, error));
  }
}
