// Lets the build use what src/ already knows: Node 20 does not read TypeScript.
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Imports TypeScript files as one module.
 * @param {string} root
 * @param {readonly string[]} files  relative to `root`; the module exports what all of them export
 */
export async function importTypeScript(root, files) {
  const directory = mkdtempSync(join(tmpdir(), 'tackle-typescript-'));
  try {
    const outfile = join(directory, 'module.mjs');
    await build({
      stdin: {
        contents: files.map((file) => `export * from './${file}';`).join('\n'),
        resolveDir: root,
      },
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20.19',
      format: 'esm',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
