import type { NpmRequest, PackageRequest, PackagesRecipe } from './tool.ts';

/** A recipe in the words of a config. */
export interface PrintedRecipe {
  readonly debian: string;
  /** `name` or `name=version`. */
  readonly packages: readonly string[];
  /** `name@version`. */
  readonly npm: readonly string[];
}

export function printRecipe({ debian, packages, npm }: PackagesRecipe): PrintedRecipe {
  return { debian, packages: packages.map(packageText), npm: npm.map(npmText) };
}

/** The word for it in a config, and in apt's commands: `name` or `name=version`. */
export function packageText({ name, version }: PackageRequest): string {
  return version === undefined ? name : `${name}=${version}`;
}

function npmText({ name, version }: NpmRequest): string {
  return `${name}@${version}`;
}
