import type { CatalogPackages, CatalogSourceKind, CatalogVersion } from './catalog.ts';
import { parseNpmRequest, parsePackageRequest } from './package-request.ts';
import { canonicalRecipe } from './recipe.ts';
import { parseReference } from './reference.ts';
import { expandAll } from './template.ts';
import type { Source } from './tool.ts';

/** A source of the catalogue, which `parse-catalog.ts` has shown to be sound, in its exact words. */
export function catalogSource(version: CatalogVersion, kind: CatalogSourceKind): Source {
  const { image, packages } = version.sources;
  if (kind === 'image' && image) {
    return { kind, reference: sound(parseReference(image.reference), image.reference) };
  }
  if (kind === 'packages' && packages) return packagesSource(packages, version.version);
  throw new Error(`\`${version.version}\` has no source \`${kind}\``);
}

function packagesSource({ debian, packages, npm = [] }: CatalogPackages, version: string): Source {
  return {
    kind: 'packages',
    recipe: canonicalRecipe(
      debian,
      packages.map((text) => sound(parsePackageRequest(text), text)),
      expandAll(npm, version).map((text) => sound(parseNpmRequest(text), text)),
    ),
  };
}

function sound<T>(parsed: T | undefined, text: string): T {
  if (parsed === undefined) throw new Error(`the catalogue holds \`${text}\``);
  return parsed;
}
