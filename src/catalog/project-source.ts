import type { ImageToolbox, PackagesToolbox, ToolboxSpec } from '../config/config.ts';
import type { Located } from '../kernel/place.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import { unreachable } from '../kernel/unreachable.ts';
import { isSuiteName, parseNpmRequest, parsePackageRequest } from './package-request.ts';
import * as problems from './problems.ts';
import type { CatalogProblem } from './problems.ts';
import { canonicalRecipe } from './recipe.ts';
import { parseReference } from './reference.ts';
import type { Source } from './tool.ts';

/** Where the image of a toolbox of the project comes from; its texts are the project's, so they may be wrong. */
export function projectSource(spec: ToolboxSpec): Result<Source, CatalogProblem> {
  switch (spec.kind) {
    case 'image':
      return imageSource(spec);
    case 'packages':
      return packagesSource(spec);
    case 'dockerfile': {
      const { kind, dockerfile, context, target, args } = spec;
      return ok({
        kind,
        dockerfile: dockerfile.value,
        context,
        ...(target !== undefined && { target }),
        args,
      });
    }
    default:
      return unreachable(spec);
  }
}

function imageSource({ image, signedBy }: ImageToolbox): Result<Source, CatalogProblem> {
  const reference = parseReference(image.value);
  return reference === undefined
    ? err(problems.badImage(image.value, image.place))
    : ok({ kind: 'image', reference, ...(signedBy && { signedBy }) });
}

function packagesSource(spec: PackagesToolbox): Result<Source, CatalogProblem> {
  if (!isSuiteName(spec.debian.value)) {
    return err(problems.badSuite(spec.debian.value, spec.debian.place));
  }
  const packages = parseAll(spec.packages, parsePackageRequest, 'debian');
  if (!packages.ok) return packages;
  const npm = parseAll(spec.npm, parseNpmRequest, 'npm');
  if (!npm.ok) return npm;
  const recipe = canonicalRecipe(spec.debian.value, packages.value, npm.value);
  return ok({ kind: 'packages', recipe });
}

function parseAll<T>(
  texts: readonly Located<string>[],
  parse: (text: string) => T | undefined,
  kind: 'debian' | 'npm',
): Result<readonly T[], CatalogProblem> {
  const parsed: T[] = [];
  for (const { value, place } of texts) {
    const one = parse(value);
    if (one === undefined) return err(problems.badPackage(kind, value, place));
    parsed.push(one);
  }
  return ok(parsed);
}
