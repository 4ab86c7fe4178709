import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tackle-end-'));
  buildSync({
    entryPoints: [join(import.meta.dirname, 'fixtures/end-by-signal.ts')],
    outfile: join(directory, 'end-by-signal.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('endBySignal', () => {
  it.each([
    'SIGTERM',
    'SIGINT',
    'SIGHUP',
    'SIGKILL',
    'SIGPIPE',
    'SIGABRT',
    'SIGQUIT',
    'SIGUSR1',
    'SIGSEGV',
  ])('the parent sees death by %s', (signal) => {
    const { status, signal: seen } = spawnSync('/bin/sh', [
      '-c',
      // No core files from the signals that would write them.
      'ulimit -c 0; exec "$@"',
      'sh',
      process.execPath,
      join(directory, 'end-by-signal.cjs'),
      signal,
    ]);
    expect({ status, seen }).toEqual({ status: null, seen: signal });
  });

  it('the parent sees death by a real-time signal, which has no name', () => {
    const { stdout } = spawnSync('python3', [
      '-c',
      'import subprocess, sys; print(subprocess.call(sys.argv[1:]))',
      process.execPath,
      join(directory, 'end-by-signal.cjs'),
      'SIGRTMIN',
    ]);
    expect(String(stdout)).toBe('-34\n');
  });

  it('is 128 and the number where the signal is blocked from killing', () => {
    // The first process of a PID namespace is not killed by a signal that it does not handle.
    const { status, error } = spawnSync('unshare', [
      '--user',
      '--pid',
      '--fork',
      process.execPath,
      join(directory, 'end-by-signal.cjs'),
      'SIGTERM',
    ]);
    expect(error).toBeUndefined();
    expect(status).toBe(143);
  });
});
