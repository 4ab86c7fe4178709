// Are the npm dependencies there, and do they belong to this package-lock.json?
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether `npm ci` has to run: never ran here, or the lock file changed since. */
export function dependenciesAreStale(root) {
  const lock = modified(join(root, 'package-lock.json'));
  // npm writes this file last, when everything else is in place.
  const installed = modified(join(root, 'node_modules/.package-lock.json'));
  return installed === undefined || (lock !== undefined && installed < lock);
}

export function installDependencies(root) {
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`npm ci failed${error ? `: ${error.message}` : ''}`);
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
