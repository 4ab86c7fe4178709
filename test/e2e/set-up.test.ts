import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { scratch } from '../rig/scratch.ts';
import { ordinaryUser } from '../rig/user.ts';

const ROOT = dirname(dirname(import.meta.dirname));

/** What set-up looks at, where everybody may look: a checkout often lies where only its owner may. */
const LOOKED_AT = [
  'scripts',
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
];

interface Machine {
  /** Programs on PATH, beside those in the system's own directories. */
  readonly programs?: readonly string[];
  readonly engine?: string;
  readonly through?: readonly string[];
}

/** What a command says it would set up on a machine like this. */
function dryRun(command: 'test' | 'demo', machine: Machine) {
  using directory = scratch('machine');
  const path = join(directory.path, 'bin');
  mkdirSync(path);
  for (const program of machine.programs ?? []) symlinkSync('/bin/true', join(path, program));
  const checkout = join(directory.path, 'checkout');
  for (const part of LOOKED_AT) {
    const options = { recursive: true, preserveTimestamps: true };
    cpSync(join(ROOT, part), join(checkout, part), options);
  }
  const script = join(checkout, `scripts/${command}.mjs`);
  const argv = [...(machine.through ?? []), process.execPath, script, '--dry-run'];
  const env = { PATH: path, ...(machine.engine !== undefined && { DOCKER_HOST: machine.engine }) };
  const { status, stdout } = spawnSync(argv[0]!, argv.slice(1), { env, encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n') };
}

const NOWHERE = 'unix:///nowhere/docker.sock';
const FOR_TESTS = [
  ...['docker-registry', 'bwrap', 'tmux', 'pdftotext', 'ps'],
  ...['bash', 'zsh', 'python3', 'git', 'less', 'vim.tiny', 'tput'],
  ...['ssh-agent', 'ssh-add', 'ssh-keygen', 'openssl'],
];
const FOR_BOTH = ['gcc', 'mmdebstrap', 'apt-get'];

test('a machine that has everything needs nothing', () => {
  const { status, lines } = dryRun('test', { programs: [...FOR_BOTH, ...FOR_TESTS] });
  expect(lines).toEqual(['nothing to set up']);
  expect(status).toBe(0);
});

test('what is missing is named with its reason, and the demo needs less than the tests', () => {
  const test = dryRun('test', { programs: FOR_BOTH });
  const demo = dryRun('demo', { programs: FOR_BOTH });
  expect(test.lines).toContain('install tmux: a real terminal screen for the tests to look at');
  expect(demo.lines).toEqual(['nothing to set up']);
});

test('without apt-get the packages are named for a person to find', () => {
  const { status, lines } = dryRun('demo', { programs: ['gcc'] });
  expect(lines).toEqual([
    'install mmdebstrap: builds toolboxes from Debian packages',
    'that cannot be done from here; run this, then come back:',
    '  # install the counterparts of these Debian packages: mmdebstrap',
  ]);
  expect(status).toBe(1);
});

test('a DOCKER_HOST that nobody answers at is not made up for by another engine', () => {
  const { status, lines } = dryRun('demo', { programs: FOR_BOTH, engine: NOWHERE });
  expect(lines.at(-1)).toBe('  unset DOCKER_HOST  # or start the engine that it names');
  expect(status).toBe(1);
});

test.runIf(process.getuid?.() === 0)('a user without rights is told what to type', () => {
  const { uid, gid } = ordinaryUser();
  const through = ['/usr/bin/setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const { status, lines } = dryRun('demo', { programs: ['gcc', 'apt-get'], through });
  expect(lines).toEqual([
    'install mmdebstrap: builds toolboxes from Debian packages',
    'get access to the engine on /var/run/docker.sock',
    'that cannot be done from here; run this, then come back:',
    '  sudo apt-get update',
    '  sudo apt-get install -y --no-install-recommends mmdebstrap',
    '  sudo usermod -aG docker "$USER"',
    '  newgrp docker',
  ]);
  expect(status).toBe(1);
});

/** A report as vitest's JSON reporter writes it, of the fields that count. */
function count(passed: number, failed: number, files: readonly object[]) {
  using directory = scratch('report');
  const file = join(directory.path, 'report.json');
  const report = { numPassedTests: passed, numFailedTests: failed, testResults: files };
  writeFileSync(file, JSON.stringify(report));
  const script = join(ROOT, 'scripts/count-tests.mjs');
  const { status, stdout } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
  return { status, line: stdout.trim() };
}

test('the closing line counts what the report counts, and files that could not be loaded', () => {
  const good = { status: 'passed', assertionResults: [{ status: 'passed' }] };
  const bad = { status: 'failed', assertionResults: [{ status: 'failed' }] };
  const unloaded = { status: 'failed', assertionResults: [] };
  expect(count(5, 0, [good])).toEqual({ status: 0, line: '5 passed, 0 failed' });
  expect(count(5, 1, [good, bad])).toEqual({ status: 1, line: '5 passed, 1 failed' });
  expect(count(5, 0, [good, unloaded])).toEqual({ status: 1, line: '5 passed, 1 failed' });
  expect(count(0, 0, [])).toEqual({ status: 1, line: '0 passed, 0 failed' });
});
