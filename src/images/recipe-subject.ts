import type { PackagesRecipe } from '../catalog/tool.ts';

/** What a build of packages is called in progress and messages: `bookworm: python3 python3-numpy`. */
export function recipeSubject({ debian, packages, npm }: PackagesRecipe): string {
  return `${debian}: ${[...packages, ...npm].map(({ name }) => name).join(' ')}`;
}
