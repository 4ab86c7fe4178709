import type { NpmRequest, PackageRequest, PackagesRecipe } from './tool.ts';

/** The same recipe whatever the order its packages were written in, and however often. */
export function canonicalRecipe(
  debian: string,
  packages: readonly PackageRequest[],
  npm: readonly NpmRequest[],
): PackagesRecipe {
  return { debian, packages: sortedOnce(packages), npm: sortedOnce(npm) };
}

function sortedOnce<T extends { readonly name: string; readonly version?: string }>(
  requests: readonly T[],
): readonly T[] {
  const byText = new Map(requests.map((request) => [textOf(request), request]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, request]) => request);
}

function textOf({ name, version = '' }: { readonly name: string; readonly version?: string }) {
  return `${name} ${version}`;
}
