import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { rig } from './rig.ts';

/** The program under test: this checkout's, as built when the run began. */
export const PROGRAM = join(rig().scratch, 'program');

/** What people start: a command of the project goes to `native/launch`, and keeps a container warm. */
export const FRONT = join(PROGRAM, 'bin/tackle');

/** The same through Node alone, as where nothing can be prepared: each launch has a container of its own. */
export const TACKLE = join(rig().scratch, 'through-node/bin/tackle');

export interface TackleOptions {
  readonly cwd: string;
  /** Added to `tackleEnv()`; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What stdin holds before its end; nothing when absent. */
  readonly input?: Buffer | string;
  /** Put before the program: `asUser(user)`. */
  readonly through?: readonly string[];
  /** Another installation than this checkout's. */
  readonly program?: string;
}

/** How a program ended: exactly one of the two is a number. */
export type TackleEnd =
  | { readonly status: number; readonly signal: null }
  | { readonly status: null; readonly signal: number };

export interface TackleOutcome {
  /** The exit status, when it exited. */
  readonly status: number | null;
  /** The signal it died of, when it did. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** A small environment that owes nothing to the person who runs the tests; HOME lies in the scratch. */
export function tackleEnv(): Record<string, string> {
  const { scratch, cache, run } = rig();
  const home = join(scratch, 'home');
  mkdirSync(home, { recursive: true });
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    // What is built from packages is kept between runs: its key covers all that decides it.
    XDG_CACHE_HOME: join(cache, 'xdg'),
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    TMPDIR: join(scratch, 'tmp'),
    TACKLE_TEST_RUN: run,
    TACKLE_SOURCE: 'packages',
    // Projects of tests ask for whatever they try; who trusts whom has tests of its own.
    TACKLE_TRUST: '/',
    // What is longer than a screen is read from it as it is; the pager has a test of its own.
    TACKLE_PAGER: '',
    ...copied('DOCKER_HOST', 'NODE_EXTRA_CA_CERTS', 'http_proxy', 'https_proxy', 'no_proxy'),
  };
}

/** Starts the real program and gives the live child; its streams are pipes. */
export function startTackle(
  args: readonly string[],
  options: TackleOptions,
): ChildProcessWithoutNullStreams {
  const argv = [...(options.through ?? []), options.program ?? TACKLE, ...args];
  const env = { ...tackleEnv(), ...options.env };
  return spawn(argv[0]!, argv.slice(1), { cwd: options.cwd, env, stdio: 'pipe' });
}

/** Runs the real program to its end, with what it wrote, byte for byte. */
export async function runTackle(
  args: readonly string[],
  options: TackleOptions,
): Promise<TackleOutcome> {
  const child = startTackle(args, options);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A tool may end without reading: what it left unread is nobody's failure.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) =>
      resolve({ status, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) }),
    );
  });
}

function copied(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
