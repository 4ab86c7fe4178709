import type { PackagesRecipe } from '../catalog/tool.ts';
import { changed, type Change, type Pair } from './compare-entries.ts';
import type { ExactPackages } from './exact.ts';

/** What is locked, and the recipe that it was locked for. */
export interface LockedRecipe {
  readonly recipe: PackagesRecipe;
  readonly exact: ExactPackages;
}

/**
 * In what a build of today would differ from what is locked, as far as it can be known without one: versions that the
 * mirror has now, what is asked for since and what is not any more. A version that the recipe fixes is that one.
 *
 * @param newest version of each package, by its name
 */
export function newerPackages(
  { recipe, exact }: LockedRecipe,
  asked: PackagesRecipe,
  newest: ReadonlyMap<string, string>,
): readonly Change[] {
  const [was, is] = [requestsOf(recipe.packages), requestsOf(asked.packages)];
  const locked = requestsOf(exact.packages);
  const pairs: Pair[] = [];
  for (const [what, before] of locked) {
    const isDropped = was.has(what) && !is.has(what);
    const after = isDropped ? undefined : (is.get(what) ?? newest.get(what));
    pairs.push([what, before, after]);
  }
  for (const [what, version] of is) {
    if (was.has(what) || locked.has(what)) continue;
    pairs.push([what, undefined, version ?? newest.get(what)]);
  }
  // Their versions are always asked for.
  const [npmWas, npmIs] = [requestsOf(recipe.npm), requestsOf(asked.npm)];
  for (const what of new Set([...npmWas.keys(), ...npmIs.keys()])) {
    pairs.push([what, npmWas.get(what), npmIs.get(what)]);
  }
  return changed(pairs);
}

interface Request {
  readonly name: string;
  readonly version?: string;
}

/** The versions, if any, by the name. */
function requestsOf(requests: readonly Request[]): ReadonlyMap<string, string | undefined> {
  return new Map(requests.map(({ name, version }) => [name, version]));
}
