import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { compilerFor } from '../../scripts/build/compilers.mjs';
import { findProgram } from '../../scripts/setup/programs.mjs';

const NATIVE = join(import.meta.dirname, '../../native');
const STRICT = ['-std=c11', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror'];

export interface Build {
  readonly name: string;
  readonly flags: readonly string[];
  readonly compiler?: string;
  /** The words before the program, where it is not for this machine. */
  readonly under?: readonly string[];
}

/** The ways the program is compiled for these tests: every test runs with each. */
export const BUILDS: readonly [Build, Build] = [
  { name: 'as it is shipped', flags: ['-static', '-Os', '-s'] },
  {
    name: 'with sanitizers',
    flags: ['-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
  },
];

const EMULATOR = findProgram('qemu-aarch64');
const CROSS = process.arch === 'arm64' ? undefined : compilerFor('arm64');

/**
 * For arm64, each of its instructions done by another machine's (`qemu-user`); its system calls are done by this machine's
 * kernel, but for seccomp, which is not there: what the filter for arm64 says, seccomp/ tries. None where there is nothing
 * to do it with.
 */
export const EMULATED: readonly Build[] =
  EMULATOR !== undefined && CROSS !== undefined
    ? [{ name: 'on arm64', flags: ['-static', '-O1'], compiler: CROSS, under: [EMULATOR] }]
    : [];

export interface Compiled {
  /** Holds the program, and what tests make beside it; short enough for a socket's path. */
  readonly directory: string;
  readonly program: string;
  /** For the sanitizers, which write to files: the tool owns the outputs. */
  readonly env: Readonly<Record<string, string>>;
}

/** The sources of a program of `native/`, and further ones, compiled to a file. */
export function compileProgram(
  name: 'init' | 'launch',
  output: string,
  flags: readonly string[],
  compiler?: string,
): void {
  compileSources([...sourcesIn(name), ...sourcesIn('shared')], output, flags, compiler);
}

export function sourcesIn(folder: 'init' | 'launch' | 'shared'): string[] {
  const directory = join(NATIVE, folder);
  return readdirSync(directory)
    .filter((name) => name.endsWith('.c'))
    .map((name) => join(directory, name));
}

export function compileSources(
  sources: readonly string[],
  output: string,
  flags: readonly string[],
  compiler = 'cc',
): void {
  execFileSync(compiler, [...STRICT, ...flags, '-o', output, ...sources]);
}

/** Compiles the program before the tests of the block it is called in, and reads the reports after them. */
export function compiled({ flags, compiler }: Build, name: 'init' | 'launch' = 'init'): Compiled {
  const directory = mkdtempSync(join(tmpdir(), 'tackle-init-'));
  const program = join(directory, name);
  const log = `log_path=${join(directory, 'report')}`;
  beforeAll(() => compileProgram(name, program, flags, compiler), 60_000);
  afterAll(() => {
    const reports = readdirSync(directory)
      .filter((name) => name.startsWith('report'))
      .map((name) => readFileSync(join(directory, name), 'utf8'));
    rmSync(directory, { recursive: true });
    expect(reports).toEqual([]);
  });
  // Looking for leaks takes tracing itself, which is not allowed everywhere; init keeps what it allocates.
  return { directory, program, env: { ASAN_OPTIONS: `detect_leaks=0:${log}`, UBSAN_OPTIONS: log } };
}
