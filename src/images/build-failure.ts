import type { PackagesRecipe } from '../catalog/tool.ts';
import { nearest } from '../kernel/nearest.ts';
import { withoutCredentials } from './ask-http.ts';
import {
  mirrorStale,
  mirrorUnreachable,
  mirrorUntrusted,
  unknownPackage,
  unknownPackageVersion,
  unmetDependencies,
} from './debian-problems.ts';
import { foreignArchitecture } from './machine-problems.ts';
import { buildFailed, noSpace, type ImagesProblem } from './problems.ts';

export interface BuildContext {
  readonly recipe: PackagesRecipe;
  readonly mirror: string;
  /** Where it was built. */
  readonly directory: string;
  /** Package → its versions, where the builder named some. */
  readonly known: ReadonlyMap<string, readonly string[]>;
}

type Explanation = (found: RegExpExecArray, context: BuildContext, said: Said) => ImagesProblem;
type Said = readonly string[];

/** What apt, dpkg and mmdebstrap say (in `LC_ALL=C`), and what it means; the first that is found. */
const EXPLANATIONS: readonly (readonly [RegExp, Explanation])[] = [
  [
    /No space left on device|Disk quota exceeded|don't have enough free space/,
    (_, { directory }, said) => noSpace(directory, said),
  ],
  [/^E: Unable to locate package (\S+)/m, noSuchPackage],
  [/^E: Package '(\S+)' has no installation candidate/m, noSuchPackage],
  [/^E: Couldn't find any package by \S+ '(\S+)'/m, noSuchPackage],
  [
    /^E: Version '(.+)' for '(.+)' was not found/m,
    (found, context) => noSuchVersion(found[2] ?? '', found[1] ?? '', context),
  ],
  [
    /^The following packages have unmet dependencies|you have held broken packages/m,
    (_, { recipe }, said) => unmetDependencies(recipe.debian, said),
  ],
  [
    /Release file for \S+ is (expired|not valid yet)/,
    ([, how], { recipe }, said) => mirrorStale(recipe.debian, how === 'not valid yet', said),
  ],
  [
    /NO_PUBKEY|EXPKEYSIG|REVKEYSIG|BADSIG|signatures? (?:couldn't be verified|were invalid)|is not signed/,
    (_, { recipe }, said) => mirrorUntrusted(recipe.debian, said),
  ],
  [
    /(?:Could not resolve|Temporary failure resolving|Could not connect|Unable to connect|Connection (?:failed|refused|timed out)|Failed to fetch)/,
    (_, { mirror }, said) => mirrorUnreachable(mirror, said),
  ],
  [
    /^E: (?:(\S+) can neither be executed|install arch-test)/m,
    (found, _, said) => foreignArchitecture(found[1] ?? 'foreign', said),
  ],
];

function noSuchPackage(found: RegExpExecArray, { recipe, known }: BuildContext): ImagesProblem {
  const name = found[1] ?? '';
  return unknownPackage(name, recipe.debian, nearest(name, known.keys()));
}

function noSuchVersion(
  name: string,
  version: string,
  { recipe, known }: BuildContext,
): ImagesProblem {
  return unknownPackageVersion(name, version, recipe.debian, known.get(name));
}

/** How many of the builder's last lines are shown. */
const SHOWN = 12;

/** Nothing that happened, and nothing that people need to know. */
const NOISE =
  /^(?:\s*$|I: |E: mmdebstrap failed|Reading |Building |Get:|Use of uninitialized value|\/usr\/bin\/dpkg )/;

/** Why a build failed, from everything mmdebstrap printed. */
export function buildFailure(output: readonly string[], context: BuildContext): ImagesProblem {
  const text = output.join('\n');
  const said = output.filter((line) => !NOISE.test(line)).slice(-SHOWN);
  const shown = said.map(withoutCredentials);
  for (const [pattern, explain] of EXPLANATIONS) {
    const found = pattern.exec(text);
    if (found !== null) return explain(found, context, shown);
  }
  return buildFailed(context.recipe.debian, shown);
}
