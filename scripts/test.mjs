// `npm test`: all set-up, the build, every test. Arguments go to vitest: `npm test -- test/config`.
//   --dry-run   say what would be set up, and do nothing
// Runs before any dependency is installed, so it imports node: built-ins and ./setup alone.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './setup/child.mjs';
import { dryRun, prepare } from './setup/prepare.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);

async function test() {
  const ready = await prepare({ root, purpose: 'test' });
  if (ready === undefined) return 1;
  try {
    const built = await run(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
    if (built !== 0) return built;
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    return await run(process.execPath, [vitest, 'run', ...args], { cwd: root });
  } finally {
    await ready.stopEngine?.();
  }
}

try {
  process.exitCode = args.includes('--dry-run')
    ? await dryRun({ root, purpose: 'test' })
    : await test();
} catch (error) {
  console.error(`test: ${error.message}`);
  process.exitCode = 1;
}
