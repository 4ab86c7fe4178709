// Installs Debian packages: as root and only after saying what and why.
import { spawnSync } from 'node:child_process';
import { findProgram } from './programs.mjs';

const INSTALL = ['install', '-y', '--no-install-recommends'];

/** Longest time for one run of apt-get, in milliseconds. */
const LIMIT = 900_000;

/** Whether this is a machine whose packages we know. */
export function hasApt(env = process.env) {
  return findProgram('apt-get', env) !== undefined;
}

/** The command lines that install these packages, for a person to type. */
export function installCommands(packages) {
  return ['apt-get update', ['apt-get', ...INSTALL, ...packages].join(' ')];
}

/**
 * Installs the packages. The lists of packages are fetched only when the first attempt shows that
 * they are missing or out of date, so that a prepared machine needs no network for it.
 */
export function installPackages(packages) {
  if (aptGet([...INSTALL, ...packages]).status === 0) return;
  const updated = aptGet(['update']);
  if (updated.status !== 0) throw new Error(`apt-get update failed:\n${updated.stderr}`);
  const installed = aptGet([...INSTALL, ...packages]);
  if (installed.status !== 0) throw new Error(`apt-get install failed:\n${installed.stderr}`);
}

function aptGet(args) {
  return spawnSync('apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: LIMIT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
