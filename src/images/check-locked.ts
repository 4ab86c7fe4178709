import type { PackagesRecipe } from '../catalog/tool.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { ExactPackage, ExactPackages } from '../lock/exact.ts';
import type { BuildLog } from './build-log.ts';
import type { BuildPlace } from './build-place.ts';
import { packageDiffers, packageGone, rootfsDiffers, type GonePackage } from './locked-problems.ts';
import { mirrorVersions } from './mirror-versions.ts';
import type { ImagesProblem } from './problems.ts';

/** What apt says where it may have nothing but what is locked, and that is not to be had. */
const LACKING =
  /was not found|^E: Unable to locate package|has no installation candidate|unmet dependencies|held broken packages/m;

/** A build by the lock that failed. */
export interface FailedByLock {
  readonly locked: ExactPackages;
  readonly recipe: PackagesRecipe;
  readonly platform: Platform;
  readonly mirror: string;
  readonly log: BuildLog;
  readonly output: readonly string[];
}

/** Whether it failed because the mirror does not have what is locked, and then what it has; else nothing. */
export async function whyNotAsLocked(
  { locked, recipe, platform, mirror, log, output }: FailedByLock,
  where: BuildPlace,
  work: Work,
): Promise<ImagesProblem | undefined> {
  const { packages, snapshot } = locked;
  if (LACKING.test(output.join('\n'))) {
    const names = packages.map(({ name }) => name);
    const order = { debian: recipe.debian, names, platform, snapshot };
    const versions = await mirrorVersions(order, where, work);
    const [first, ...others] = versions.ok ? goneFrom(versions.value, packages) : [];
    if (first !== undefined) return packageGone('the mirror', mirror, [first, ...others]);
  }
  const wanted = new Map(packages.map((one) => [one.name, one.digest]));
  for (const { name, version, digest } of log.offered) {
    const one = wanted.get(name);
    if (one === undefined || one === digest) continue;
    return packageDiffers(`${name} ${version}`, { locked: one, offered: digest });
  }
  return undefined;
}

function goneFrom(
  versions: ReadonlyMap<string, readonly string[]>,
  packages: readonly ExactPackage[],
): readonly GonePackage[] {
  return packages.flatMap(({ name, version }) => {
    const has = versions.get(name) ?? [];
    return has.includes(version) ? [] : [{ name, version, has }];
  });
}

/** Whether what was built is what is locked, where something is. */
export function checkBuilt(
  subject: string,
  locked: ExactPackages | undefined,
  built: ExactPackages,
): Result<void, ImagesProblem> {
  if (locked === undefined || locked.rootfs === built.rootfs) return ok(undefined);
  return err(rootfsDiffers(subject, locked, built));
}
