import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { Capture } from '../contract/capture.ts';
import { compileProgram, compileSources, sourcesIn, type Build } from '../native/builds.ts';

export interface Programs {
  /** Holds the programs, and what tests make beside them. */
  readonly directory: string;
  /** The words before those of an init. */
  readonly program: readonly string[];
  /** The words before those of the tool. */
  readonly caller: readonly string[];
  /** For the sanitizers, which write to files: the tool owns the outputs. */
  readonly env: Readonly<Record<string, string>>;
}

/** The session of launch as a program of its own, `caller.c`, and the init that it starts. */
export function compiledCaller(
  { flags, compiler, under = [] }: Build,
  init?: readonly string[],
): Programs {
  const directory = mkdtempSync(join(tmpdir(), 'tackle-launch-'));
  const program = join(directory, 'caller');
  const realInit = join(directory, 'init');
  const log = `log_path=${join(directory, 'report')}`;
  beforeAll(() => {
    const caller = [join(import.meta.dirname, 'caller.c'), ...sessionSources()];
    compileSources(caller, program, flags, compiler);
    if (init === undefined) compileProgram('init', realInit, flags, compiler);
  }, 60_000);
  afterAll(() => {
    const reports = readdirSync(directory)
      .filter((name) => name.startsWith('report'))
      .map((name) => readFileSync(join(directory, name), 'utf8'));
    rmSync(directory, { recursive: true });
    expect(reports).toEqual([]);
  });
  return {
    directory,
    program: [...under, program],
    caller: [...under, program, ...(init ?? [...under, realInit, '--request', '3']), '--'],
    env: { ASAN_OPTIONS: `detect_leaks=0:disable_coredump=0:${log}`, UBSAN_OPTIONS: log },
  };
}

/** All of `native/launch` that a session is made of, without the program around it. */
function sessionSources(): string[] {
  const session = [
    ...[
      'clock',
      'ending',
      'faults',
      'hear',
      'inheritance',
      'job',
      'keys',
      'patience',
      'raw',
      'relay',
    ],
    ...['request', 'said', 'screen', 'session', 'signal-set', 'stock', 'terminal', 'text'],
    'words-file',
  ].map((name) => `${name}.c`);
  const launch = sourcesIn('launch').filter((path) =>
    session.some((name) => path.endsWith(`/${name}`)),
  );
  return [...launch, ...sourcesIn('shared')];
}

export interface CallerEnd {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A caller with pipes for its streams, in a session of its own and so without a terminal. */
export class DrivenCaller implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly over: Promise<CallerEnd>;
  readonly #captures = new Map<1 | 2, Capture>();

  constructor(child: ChildProcess) {
    this.child = child;
    this.over = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (status, signal) => resolve({ status, signal }));
    });
    child.stdin?.on('error', () => undefined);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get stdout(): Capture {
    return this.#capture(1);
  }

  get stderr(): Capture {
    return this.#capture(2);
  }

  #capture(fd: 1 | 2): Capture {
    const capture =
      this.#captures.get(fd) ?? new Capture(fd === 1 ? this.child.stdout! : this.child.stderr!);
    this.#captures.set(fd, capture);
    return capture;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await this.over;
    for (const stream of this.child.stdio) stream?.destroy();
  }
}

/** Runs a script of the shell's in which `$CALLER` is the words before those of a tool. */
export function startScript(
  { caller, env, directory }: Programs,
  script: string,
  {
    stdio = 'pipe',
    variables = {},
  }: { stdio?: StdioOptions; variables?: Record<string, string> } = {},
): DrivenCaller {
  const child = spawn('bash', ['--norc', '-c', script], {
    cwd: directory,
    detached: true,
    stdio,
    env: { PATH: process.env['PATH'], ...env, CALLER: caller.join(' '), ...variables },
  });
  return new DrivenCaller(child);
}
