import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Ending, Engine, ImageId, Running, LaunchOptions } from '../../src/engines/engine.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import type { Problem } from '../../src/kernel/problem.ts';
import type { Result } from '../../src/kernel/result.ts';
import type { Work } from '../../src/kernel/work.ts';
import type { Pin } from '../../src/lock/pin.ts';
import type { Platform } from '../../src/kernel/platform.ts';
import type { LaunchPlan } from '../../src/plan/launch-plan.ts';
import { Capture } from './capture.ts';
import type { Program } from './programs.ts';
import type { Subject } from './subject.ts';

/** An engine with the kit image at hand: what every case stands on. */
export interface Bench {
  readonly subject: Subject;
  readonly engine: Engine;
  readonly pin: Pin;
  readonly image: ImageId;
}

export const PLATFORM: Platform = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';

export const QUIET: Work = { signal: new AbortController().signal, report: () => undefined };

export async function setUp(subject: Subject): Promise<Bench> {
  const engine = await subject.open();
  const pin = value(await engine.resolve(subject.images.kit, QUIET));
  const image = value(await engine.ensure(pin, PLATFORM, QUIET));
  return { subject, engine, pin, image };
}

/** The value of a result that has to be good. */
export function value<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error, undefined, 2));
  return result.value;
}

/** What a case says of its launch, besides the program; the rest is as plain as can be. */
export interface StartOptions extends Partial<Omit<LaunchPlan, 'argv' | 'image'>> {
  readonly args?: readonly string[];
}

export interface Started {
  readonly running: Running;
  readonly stdout: Capture;
  readonly stderr: Capture;
  /** Of an empty stream when the launch has no terminal. */
  readonly terminal: Capture;
}

export const STREAMS = { stdin: 'stream', stdout: 'stream', stderr: 'stream' } as const;
export const TERMINALS = { stdin: 'terminal', stdout: 'terminal', stderr: 'terminal' } as const;

function planFor(bench: Bench, program: Program, options: StartOptions): LaunchPlan {
  const { args = [], ...rest } = options;
  const argv = bench.subject.argv(program);
  return {
    format: 1,
    command: program.name,
    toolbox: bench.subject.toolbox,
    image: bench.pin,
    platform: PLATFORM,
    argv: [...argv, ...args] as unknown as LaunchPlan['argv'],
    env: { HOME: '/tmp' },
    cwd: '/' as AbsolutePath,
    user: bench.subject.user,
    inherited: {},
    mounts: [{ kind: 'private', target: '/tmp' as AbsolutePath, mode: 0o1777 }],
    stdio: STREAMS,
    network: 'none',
    share: [],
    limits: { pids: 512 },
    security: {
      capabilities: [],
      noNewPrivileges: true,
      readOnlyRoot: true,
      seccomp: 'default',
    },
    isolation: 'fresh',
    ...rest,
  };
}

/** Launches and leaves the streams to the case. The launch is disposed of when the test is over. */
export async function launch(
  bench: Bench,
  program: Program,
  options: StartOptions = {},
  launchOptions: LaunchOptions = {},
): Promise<Running> {
  const plan = planFor(bench, program, options);
  const running = value(await bench.engine.launch(plan, bench.image, launchOptions));
  onTestFinished(() => running.dispose());
  return running;
}

/** Launches and reads all that comes out. */
export async function start(
  bench: Bench,
  program: Program,
  options: StartOptions = {},
  launchOptions?: LaunchOptions,
): Promise<Started> {
  const running = await launch(bench, program, options, launchOptions);
  const { stdout, stderr, terminal } = running;
  return {
    running,
    stdout: new Capture(stdout),
    stderr: new Capture(stderr),
    terminal: new Capture(terminal ?? stdout),
  };
}

export interface Outcome {
  readonly ending: Ending;
  readonly stdout: string;
  readonly stderr: string;
}

/** Launches, gives the input and its end, and waits for the tool's own. */
export async function run(
  bench: Bench,
  program: Program,
  options: StartOptions = {},
  input: string | Buffer = '',
): Promise<Outcome> {
  const { running, stdout, stderr } = await start(bench, program, options);
  running.stdin.end(input);
  const ending = await running.ended;
  return { ending, stdout: stdout.text, stderr: stderr.text };
}

/** Runs a line of shell that has to succeed, and gives what it printed, trimmed. */
export async function shellSays(
  bench: Bench,
  program: Program,
  line: string,
  options: StartOptions = {},
): Promise<string> {
  const { ending, stdout, stderr } = await run(bench, program, { ...options, args: [line] });
  if (ending.kind !== 'exited' || ending.status !== 0) {
    throw new Error(`${line}: ${JSON.stringify(ending)} ${stderr}`);
  }
  return stdout.trim();
}

export const EXITED_0: Ending = { kind: 'exited', status: 0 };

/** An empty directory of the user's, gone when the test is over. */
export async function directory(name: string): Promise<AbsolutePath> {
  const path = await mkdtemp(join(tmpdir(), `${name}-`));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  await chmod(path, 0o755);
  return path as AbsolutePath;
}
