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
  ...['gcc', 'aarch64-linux-gnu-gcc', 'qemu-aarch64', 'valgrind'],
  ...['docker-registry', 'bwrap', 'tmux', 'pdftotext', 'ps'],
  ...['bash', 'zsh', 'fish', 'busybox', 'direnv', 'python3', 'git', 'less', 'vim.tiny', 'tput'],
  ...['make', 'pre-commit'],
  ...['ssh-agent', 'ssh-add', 'ssh-keygen', 'openssl', 'podman'],
];
const FOR_BOTH = ['mmdebstrap', 'newuidmap', 'apt-get'];

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
  const { status, lines } = dryRun('demo', { programs: ['newuidmap'] });
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

/** Nobody may look into /run there: so there is no Docker. */
const WITHOUT_DOCKER = ['/usr/bin/unshare', '--mount', '/bin/sh', '-c'];
const HIDDEN = '/bin/mount -t tmpfs none /run && exec "$@"';
const IS_ROOT = process.getuid?.() === 0;

test.runIf(IS_ROOT)('where no engine answers the demo needs a sandbox, and no daemon', () => {
  const through = [...WITHOUT_DOCKER, HIDDEN, 'sh'];
  const bare = dryRun('demo', { programs: ['apt-get'], through });
  expect(bare).toEqual({
    status: 0,
    lines: [
      'install mmdebstrap: builds toolboxes from Debian packages',
      'install bubblewrap: runs tools in sandboxes, with no container engine',
    ],
  });
  const ready = dryRun('demo', { programs: [...FOR_BOTH, 'bwrap'], through });
  expect(ready).toEqual({ status: 0, lines: ['nothing to set up'] });
});

test.runIf(IS_ROOT)('a user without rights is told what to type, and needs no engine', () => {
  const { uid, gid } = ordinaryUser();
  const through = ['/usr/bin/setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const machine = { programs: ['apt-get'], through };
  const demo = dryRun('demo', machine);
  expect(demo.lines).toEqual([
    'install mmdebstrap: builds toolboxes from Debian packages',
    'install uidmap: lets somebody who is not root build toolboxes from packages',
    'install bubblewrap: runs tools in sandboxes, with no container engine',
    'that cannot be done from here; run this, then come back:',
    '  sudo apt-get update',
    '  sudo apt-get install -y --no-install-recommends mmdebstrap uidmap bubblewrap',
  ]);
  expect(demo.status).toBe(1);
  const test = dryRun('test', machine);
  expect(test.lines.slice(-2)).toEqual(['  sudo usermod -aG docker "$USER"', '  newgrp docker']);
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
  const named = (status: string, ...failureMessages: readonly string[]) => ({
    name: 'a.test.ts',
    status,
    assertionResults: [{ status, fullName: 'one', failureMessages }],
  });
  const good = named('passed');
  const bad = named('failed', 'no');
  const unloaded = { status: 'failed', assertionResults: [] };
  expect(count(5, 0, [good])).toEqual({ status: 0, line: '5 passed, 0 failed' });
  expect(count(5, 1, [good, bad])).toEqual({ status: 1, line: '5 passed, 1 failed' });
  expect(count(5, 0, [good, unloaded])).toEqual({ status: 1, line: '5 passed, 1 failed' });
  expect(count(0, 0, [])).toEqual({ status: 1, line: '0 passed, 0 failed' });
  expect(count(5, 0, [good, named('passed', 'no')])).toEqual({
    status: 0,
    line: 'passed when played once more: one (a.test.ts)\nno\n\n5 passed, 0 failed',
  });
});
