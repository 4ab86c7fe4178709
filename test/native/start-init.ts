import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { InitLink, StreamName } from '../../src/engines/init-link.ts';
import { openInitLink } from '../../src/engines/init-link.ts';
import { Capture } from '../contract/capture.ts';
import { Queue } from '../contract/queue.ts';
import type { Compiled } from './builds.ts';
import { Pipe } from './pipe.ts';

export interface InitRequest {
  /** Options of init's own, besides `--link`. */
  readonly options?: readonly string[];
  /** A command in front of init's, such as `env --ignore-signal=HUP`. */
  readonly under?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly hasLink?: boolean;
  /** That init is to open itself, as `--streams` among the options says. */
  readonly streams?: readonly StreamName[];
}

export interface InitEnded {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface Outputs {
  readonly stdout: Pipe;
  readonly stderr: Pipe;
}

/** init and a tool, driven as the launcher drives them. */
export class DrivenInit implements AsyncDisposable {
  readonly link: InitLink;
  readonly outputs: Outputs;
  /** Where the tool runs. */
  readonly directory: string;
  /** Of the command in front of init where there is one that stays. */
  readonly pid: number;
  readonly stdin: Writable;
  /** How init itself ended. */
  readonly over: Promise<InitEnded>;
  readonly stops = new Queue<NodeJS.Signals>();
  #captured = new Map<Pipe | Socket, Capture>();

  constructor(link: InitLink, outputs: Outputs, directory: string, child: ChildProcess) {
    this.link = link;
    this.outputs = outputs;
    this.directory = directory;
    this.pid = child.pid!;
    this.stdin = child.stdin!;
    this.stdin.on('error', () => undefined);
    this.over = new Promise<InitEnded>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (status, signal) => resolve({ status, signal }));
    });
    link.onStop((signal) => this.stops.put(signal));
  }

  /** Read from the first time on that it is asked for. */
  get stdout(): Capture {
    return this.#capture(this.outputs.stdout, () => this.outputs.stdout.reader);
  }

  get stderr(): Capture {
    return this.#capture(this.outputs.stderr, () => this.outputs.stderr.reader);
  }

  async screen(): Promise<Capture> {
    const terminal = await this.link.terminal;
    return this.#capture(terminal, () => terminal);
  }

  async type(keys: string): Promise<void> {
    (await this.link.terminal).write(keys);
  }

  #capture(of: Pipe | Socket, stream: () => Socket): Capture {
    const capture = this.#captured.get(of) ?? new Capture(stream());
    this.#captured.set(of, capture);
    return capture;
  }

  /** The launcher goes away, which ends init. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.link.close();
    await this.over;
    this.outputs.stdout[Symbol.dispose]();
    this.outputs.stderr[Symbol.dispose]();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Starts a tool; a string is a script of the shell's, a buffer what the file of words is to hold. */
export async function startInit(
  { directory, program, env }: Compiled,
  tool: string | readonly string[] | Buffer,
  request: InitRequest = {},
): Promise<DrivenInit> {
  const here = mkdtempSync(join(directory, 'run-'));
  mkdirSync(join(here, 'link'));
  const link = await openInitLink(join(here, 'link'), request.streams);
  const stdout = new Pipe(here, 'stdout');
  const stderr = new Pipe(here, 'stderr');
  const { options = [], under = [], hasLink = true } = request;
  const linked = hasLink ? ['--link', join(here, 'link/launcher')] : [];
  const tail = wordsOf(tool, join(here, 'words'));
  const [command, ...args] = [...under, program, ...linked, ...options, ...tail];
  const child = spawn(command!, args, {
    cwd: here,
    env: { PATH: process.env['PATH'], ...env, ...request.env },
    stdio: ['pipe', stdout.writing, stderr.writing],
  });
  stdout.closeWriting();
  stderr.closeWriting();
  return new DrivenInit(link, { stdout, stderr }, here, child);
}

function wordsOf(tool: Parameters<typeof startInit>[1], file: string): readonly string[] {
  if (typeof tool === 'string') return ['--', '/bin/sh', '-c', tool];
  if (!Buffer.isBuffer(tool)) return ['--', ...tool];
  writeFileSync(file, tool);
  return ['--words', file];
}
