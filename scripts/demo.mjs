// `npm run demo`: all set-up, the build, and then the main job for real on examples/.
// Runs before any dependency is installed, so it imports node: built-ins and ./setup alone.
//   --dry-run   say what would be set up, and do nothing
// Where no container engine answers, tools run in sandboxes of Tackle's own: no daemon is installed or started.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './setup/child.mjs';
import { dryRun, prepare } from './setup/prepare.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);

async function demo() {
  const ready = await prepare({ root, purpose: 'demo' });
  if (ready === undefined) return 1;
  try {
    const built = await run(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
    if (built !== 0) return built;
    return await run(process.execPath, [await bundleTour()], { cwd: root });
  } finally {
    await ready.stopEngine?.();
  }
}

/** The tour shares its terminal with the tests, and those are TypeScript. */
async function bundleTour() {
  const { build, stop } = await import('esbuild');
  const outfile = join(root, '.cache/tour.mjs');
  await build({
    entryPoints: [join(root, 'scripts/demo/tour.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  // esbuild's own process would stay for the length of the tour.
  await stop();
  return outfile;
}

try {
  process.exitCode = args.includes('--dry-run')
    ? await dryRun({ root, purpose: 'demo' })
    : await demo();
} catch (error) {
  console.error(`demo: ${error.message}`);
  process.exitCode = 1;
}
