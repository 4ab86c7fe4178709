import type { Digest } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Work } from '../kernel/work.ts';
import type { ExactPackages } from '../lock/exact.ts';
import type { PackagesPin } from '../lock/pin.ts';
import type { Platform } from '../kernel/platform.ts';
import { buildFailure } from './build-failure.ts';
import { writeHooks } from './build-hooks.ts';
import { buildLog } from './build-log.ts';
import { environmentOf, type BuildPlace } from './build-place.ts';
import { builderMode } from './builder-mode.ts';
import { checkBuilt, whyNotAsLocked } from './check-locked.ts';
import { debianSources, type DebianSources } from './debian-sources.ts';
import { mmdebstrapArguments } from './mmdebstrap-arguments.ts';
import { mmdebstrapEnvironment } from './mmdebstrap-environment.ts';
import { npmLayer } from './npm-layer.ts';
import { checkPackageNames } from './package-words.ts';
import { cannotWrite, interrupted, type ImagesProblem } from './problems.ts';
import { recipeSubject } from './recipe-subject.ts';
import { runMmdebstrap } from './run-mmdebstrap.ts';
import { makeScratch, type Scratch } from './scratch.ts';

/** A root file system as one tar file, there until it is disposed of. */
export interface Rootfs extends AsyncDisposable {
  readonly file: string;
  /** Of the tar file: the same packages from the same state of the mirror give the same. */
  readonly digest: Digest;
  readonly bytes: number;
  /** What it is made of. */
  readonly exact: ExactPackages;
}

type Made = Omit<Rootfs, keyof AsyncDisposable>;

/** What the parts of one build share. */
interface Build {
  readonly pin: PackagesPin;
  readonly platform: Platform;
  readonly where: BuildPlace;
  readonly work: Work;
  /** For people: `bookworm: python3 python3-numpy`. */
  readonly subject: string;
  readonly options: BuildOptions;
}

/** How a recipe is built that is not locked. */
export interface BuildOptions {
  /** From the state of Debian's archive at that time: `20260131T000000Z`. */
  readonly snapshot?: string;
}

/**
 * Builds the root file system of a recipe with mmdebstrap, as root or as an ordinary user. Everything
 * that a build makes lies in one scratch directory, which is gone after every outcome but success; what
 * a killed build left goes when the next one begins.
 *
 * A pin that is exact gives precisely what it says, or a problem that says where it would not.
 *
 * Two builds of one recipe do not disturb each other; to make only one of them work, see `lockBuild`.
 */
export async function buildRootfs(
  pin: PackagesPin,
  platform: Platform,
  where: BuildPlace,
  work: Work,
  options: BuildOptions = {},
): Promise<Result<Rootfs, ImagesProblem>> {
  const subject = recipeSubject(pin.recipe);
  work.report({ kind: 'started', task: 'build', subject });
  const ready = await prepared({ pin, platform, where, work, subject, options });
  if (ready.ok) work.report({ kind: 'finished', task: 'build', subject });
  return ready;
}

async function prepared(build: Build): Promise<Result<Rootfs, ImagesProblem>> {
  const { pin, where, work, subject, options } = build;
  const { recipe, exact } = pin;
  const named = checkPackageNames(recipe, exact?.packages);
  if (!named.ok) return named;
  work.report({ kind: 'said', task: 'build', subject, line: 'asking the Debian mirror' });
  const snapshot = exact === undefined ? options.snapshot : exact.snapshot;
  const sources = await debianSources(recipe.debian, where, work, snapshot);
  if (!sources.ok) return sources;
  let scratch: Scratch;
  try {
    scratch = await makeScratch(where);
  } catch (error) {
    return err(cannotWrite(where.cacheDir, error));
  }
  let made: Result<Made, ImagesProblem> | undefined;
  try {
    made = await inScratch(build, { ...sources.value, snapshot }, scratch);
  } finally {
    if (made?.ok !== true) await scratch[Symbol.asyncDispose]();
  }
  if (!made.ok) return made;
  return ok({ ...made.value, [Symbol.asyncDispose]: () => scratch[Symbol.asyncDispose]() });
}

interface Sources extends DebianSources {
  readonly snapshot: string | undefined;
}

async function inScratch(
  { pin: { recipe, exact: locked }, platform, where, work, subject }: Build,
  { archives, epoch: now, snapshot }: Sources,
  scratch: Scratch,
): Promise<Result<Made, ImagesProblem>> {
  const epoch = locked?.epoch ?? now;
  const env = mmdebstrapEnvironment(environmentOf(where), scratch.directory, epoch);
  const mode = await builderMode(env);
  if (!mode.ok) return mode;
  const layer = await npmLayer(recipe.npm, platform, {
    locked: locked?.npm,
    where,
    work,
    scratch,
  });
  if (!layer.ok) return layer;

  const log = buildLog(recipe, subject, work.report);
  const outcome = await runMmdebstrap({
    arguments: mmdebstrapArguments({
      recipe,
      platform,
      archives,
      mode: mode.value,
      hooks: await writeHooks({ recipe, platform, exact: locked }, scratch.directory),
      ...(layer.value !== undefined && { layer: layer.value.file }),
    }),
    env,
    scratch,
    signal: work.signal,
    onLine: log.take,
  });
  switch (outcome.kind) {
    case 'made': {
      const { tar } = outcome;
      const packages = log.installed.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const npm = layer.value?.packages ?? [];
      const state = snapshot === undefined ? {} : { snapshot };
      const exact = { rootfs: tar.digest, epoch, ...state, packages, npm };
      const same = checkBuilt(subject, locked, exact);
      return same.ok ? ok({ ...tar, exact }) : same;
    }
    case 'interrupted':
      return err(interrupted(`building \`${subject}\``));
    case 'not-written':
      return err(cannotWrite(scratch.directory, outcome.error));
    case 'failed': {
      const mirror = archives[0]?.mirror ?? '';
      const { output } = outcome;
      const failed = locked && { locked, recipe, platform, mirror, log, output };
      const why = failed && (await whyNotAsLocked(failed, where, work));
      if (why !== undefined) return err(why);
      const context = { recipe, mirror, directory: where.cacheDir, known: log.known };
      return err(buildFailure(output, context));
    }
    default:
      return unreachable(outcome);
  }
}
