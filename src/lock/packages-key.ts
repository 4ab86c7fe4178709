import type { NpmRequest, PackageRequest, PackagesRecipe } from '../catalog/tool.ts';
import type { Digest } from '../kernel/brand.ts';
import { digestOfContent } from '../kernel/digest.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * Raised whenever `images/` would make another root file system of the same recipe, so that what an
 * earlier Tackle built is not taken for it.
 */
const FORMAT = 2;

/**
 * The name of everything that decides a package-built root file system: the suite, the set of
 * packages, the platform. The order in which packages were written, and one written twice, make no
 * difference.
 *
 * A package without a version means the suite's newest at the time of the build: the key of such a
 * recipe stays the same when the suite moves on.
 */
export function packagesKey(recipe: PackagesRecipe, platform: string): Digest {
  const text = canonicalJson({
    format: FORMAT,
    platform,
    debian: recipe.debian,
    packages: asSet(recipe.packages),
    npm: asSet(recipe.npm),
  });
  return digestOfContent(text);
}

function asSet(requests: readonly (PackageRequest | NpmRequest)[]): readonly string[] {
  const texts = requests.map(({ name, version }) =>
    canonicalJson(version === undefined ? { name } : { name, version }),
  );
  return [...new Set(texts)].sort();
}
