import type { PackageRequest, PackagesRecipe } from '../catalog/tool.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { unknownPackage, unknownPackageVersion } from './debian-problems.ts';
import type { ImagesProblem } from './problems.ts';

/** Debian policy 5.6.1; and no `-` at the end, with which apt would remove the package. */
const NAME = /^[a-z0-9][a-z0-9+.-]*[a-z0-9+.]$/;
/** Debian policy 5.6.12. */
const VERSION = /^[0-9][A-Za-z0-9.+:~-]*$/;

/**
 * Whether every package is a name and a version and nothing else: to apt, `*`, `~n` and `?` begin
 * patterns, and to mmdebstrap a name with a slash is a file.
 */
export function checkPackageNames(
  recipe: PackagesRecipe,
  locked: readonly PackageRequest[] = [],
): Result<void, ImagesProblem> {
  for (const { name, version } of [...recipe.packages, ...locked]) {
    if (!NAME.test(name)) return err(unknownPackage(name, recipe.debian));
    if (version === undefined || VERSION.test(version)) continue;
    return err(unknownPackageVersion(name, version, recipe.debian));
  }
  return ok(undefined);
}
