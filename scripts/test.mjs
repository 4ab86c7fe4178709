// `npm test`: all set-up, the build, every test. Arguments go to vitest: `npm test -- test/config`.
// Runs before any dependency is installed, so it imports node: built-ins and ./setup alone.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './setup/child.mjs';
import { describe, lookAround, prepare, whatToRunInstead } from './setup/prepare.mjs';

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

/** Shows what `npm test` would do first; the status says whether this user could. */
async function dryRun() {
  const found = await lookAround({ root, purpose: 'test' });
  const lines = describe(found);
  console.log(lines.length === 0 ? 'nothing to set up' : lines.join('\n'));
  return whatToRunInstead(found) === undefined ? 0 : 1;
}

try {
  process.exitCode = args.includes('--dry-run') ? await dryRun() : await test();
} catch (error) {
  console.error(`setup: ${error.message}`);
  process.exitCode = 1;
}
