import { buildRootfs } from '../../src/images/build-rootfs.ts';
import { packagesKey } from '../../src/lock/packages-key.ts';
import type { PackagesRecipe } from '../../src/catalog/tool.ts';

/**
 * A build in a process of its own: `build-program RECIPE CACHE-DIRECTORY`. Prints each stage as it
 * begins, then what came of it as JSON, and leaves nothing.
 */
const [recipeText = '', cacheDir = ''] = process.argv.slice(2);
const recipe = JSON.parse(recipeText) as PackagesRecipe;
const key = packagesKey(recipe, 'linux/amd64');
const built = await buildRootfs(
  { kind: 'packages', recipe, key },
  'linux/amd64',
  { cacheDir },
  {
    signal: new AbortController().signal,
    report: (progress) => {
      if (progress.kind === 'said') process.stdout.write(`${progress.line}\n`);
    },
  },
);
if (built.ok) await built.value[Symbol.asyncDispose]();
process.stdout.write(`${JSON.stringify(built)}\n`);
