import { build } from 'esbuild';
import { basename, join } from 'node:path';

/** Bundles a program of the tests, which a process of another user can then read, and gives its path. */
export async function bundledProgram(entry: string, directory: string): Promise<string> {
  const outfile = join(directory, basename(entry, '.ts') + '.mjs');
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    outfile,
    logLevel: 'error',
  });
  return outfile;
}
