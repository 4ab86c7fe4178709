import type { PackagesRecipe } from '../catalog/tool.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { ExactPackages } from '../lock/exact.ts';
import type { BuildPlace } from './build-place.ts';
import { mirrorVersions } from './mirror-versions.ts';
import type { ImagesProblem } from './problems.ts';

/**
 * The version that a build of the recipe would have now of each package that is locked, by its name: the newest of the
 * mirror, or the one that the recipe asks for. Of a package that the mirror does not have any more, nothing.
 */
export async function newestPackages(
  { debian, packages }: PackagesRecipe,
  locked: ExactPackages,
  platform: Platform,
  where: BuildPlace,
  work: Work,
): Promise<Result<ReadonlyMap<string, string>, ImagesProblem>> {
  const names = locked.packages.map(({ name }) => name);
  const versions = await mirrorVersions({ debian, names, platform }, where, work);
  if (!versions.ok) return versions;
  const asked = new Map(packages.map(({ name, version }) => [name, version]));
  return ok(
    new Map(
      names.flatMap((name) => {
        const has = versions.value.get(name) ?? [];
        const [newest] = has;
        const wanted = asked.get(name) ?? newest;
        return wanted !== undefined && has.includes(wanted) ? [[name, wanted] as const] : [];
      }),
    ),
  );
}
